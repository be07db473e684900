export { composeController } from './compose.ts';
export { type ControllerConfig, parseControllerConfig } from './config.ts';
