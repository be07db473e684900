export { type BackoffPolicy, backoffMs } from './backoff.ts';
export { createChannel } from './channel.ts';
export { type Clock, systemClock } from './clock.ts';
export {
  AppError,
  type AppErrorOptions,
  type ErrorCode,
  prefixError,
  toAppError,
} from './errors.ts';
export { faultFields } from './fault-fields.ts';
export { parseGoDuration, readGoDuration } from './go-duration.ts';
export { mapInOrder } from './in-order.ts';
export {
  isObject,
  type JsonObject,
  listAt,
  numberAt,
  objectAt,
  objectsAt,
  textAt,
  textsAt,
} from './json.ts';
export { type Component, createLifecycle, type Lifecycle } from './lifecycle.ts';
export { createLogger, type LogFields, type Logger, type LogLevel } from './logger.ts';
export {
  type Counter,
  createMetrics,
  type Gauge,
  type Histogram,
  type MetricsRegistry,
} from './metrics.ts';
export { createProbeServer, type Probe, type ProbeServer } from './probe-server.ts';
export { type Random, systemRandom } from './random.ts';
export { SecretBytes } from './secret-bytes.ts';
export { isServiceLink } from './service-link.ts';
