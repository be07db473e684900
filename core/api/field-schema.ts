import type {
  AlternativesSchema,
  AnySchema,
  ArraySchema,
  BooleanSchema,
  NumberSchema,
  ObjectSchema,
  Root,
  Schema,
  SchemaMap,
  StringSchema,
} from 'joi';
import { BASE64, DNS_LABEL, DNS_SUBDOMAIN, SECRET_KEY } from './pattern.ts';
import type { CaProvider, SecretKeySelector, ServiceAccountSelector } from './selector.ts';

/** The type as joi's declarations want it: they do not know readonly arrays. */
export type Mutable<T> = T extends string | number | boolean
  ? T
  : { -readonly [Key in keyof T]: Mutable<T[Key]> };

/** The kinds of field every schema is made of. */
export interface FieldSchemas {
  /** An object with exactly the keys of T; the compiler rejects a missing or foreign key. */
  object<T>(keys: SchemaMap<Mutable<T>, true>): ObjectSchema<Mutable<T>>;
  list(item: Schema): ArraySchema;
  map(): ObjectSchema<Record<string, string>>;
  text(): StringSchema;
  /** Text that is not empty. */
  filled(): StringSchema;
  choice(...values: readonly string[]): StringSchema;
  flag(): BooleanSchema;
  integer(): NumberSchema;
  integerOrText(): AlternativesSchema;
  /** Name of a Kubernetes object. */
  name(): StringSchema;
  namespace(): StringSchema;
  /** A key of a Secret. */
  secretKey(): StringSchema;
  base64(): StringSchema;
  timestamp(): StringSchema;
  secretRef(): ObjectSchema<Mutable<SecretKeySelector>>;
  serviceAccount(): ObjectSchema<Mutable<ServiceAccountSelector>>;
  caProvider(): ObjectSchema<Mutable<CaProvider>>;
  /** A default the CRD does not write into objects: ESO applies it in code, and so does our parser. */
  assumed<S extends AnySchema>(schema: S, value?: unknown): S;
}

export function fieldSchemas(joi: Root): FieldSchemas {
  const text = (): StringSchema => joi.string().allow('');
  const matching = (pattern: string, max: number): StringSchema =>
    joi.string().min(1).max(max).pattern(new RegExp(pattern, 'u'));
  const name = (): StringSchema => matching(DNS_SUBDOMAIN, 253);
  const namespace = (): StringSchema => matching(DNS_LABEL, 63);
  const secretKey = (): StringSchema => matching(SECRET_KEY, 253);
  const list = (item: Schema): ArraySchema => joi.array().items(item);
  const object = <T>(keys: SchemaMap<Mutable<T>, true>): ObjectSchema<Mutable<T>> =>
    joi.object<Mutable<T>, true>(keys);

  return {
    object,
    list,
    text,
    filled: () => joi.string().min(1),
    name,
    namespace,
    secretKey,
    map: () => joi.object<Record<string, string>>().pattern(joi.string(), text()),
    choice: (...values) => joi.string().valid(...values),
    flag: () => joi.boolean(),
    integer: () => joi.number().integer(),
    integerOrText: () => joi.alternatives(joi.number().integer(), text()),
    base64: () => text().pattern(new RegExp(BASE64, 'u')).meta({ format: 'byte' }),
    timestamp: () => text().meta({ format: 'date-time' }),
    secretRef: () =>
      object<SecretKeySelector>({
        name: name(),
        namespace: namespace(),
        key: secretKey(),
      }).meta({ shared: 'secretKeySelector' }),
    serviceAccount: () =>
      object<ServiceAccountSelector>({
        name: name().required(),
        namespace: namespace(),
        audiences: list(text()),
      }).meta({ shared: 'serviceAccountSelector' }),
    caProvider: () =>
      object<CaProvider>({
        type: joi.string().valid('Secret', 'ConfigMap').required(),
        name: name().required(),
        key: secretKey(),
        namespace: namespace(),
      }).meta({ shared: 'caProvider' }),
    assumed: (schema, value) =>
      (value === undefined ? schema.default() : schema.default(value)).meta({ assumed: true }),
  };
}
