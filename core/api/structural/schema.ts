export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Of these members one, or at most one, may be set. */
export interface MemberChoice {
  readonly members: readonly string[];
  readonly atLeastOne: boolean;
  readonly message: string;
}

/** What a structural OpenAPI schema says, plus what only our parser applies. `T` is the type of conforming values. */
export interface StructuralSchema<T = unknown> {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  readonly description?: string;
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly additionalProperties?: StructuralSchema;
  readonly items?: StructuralSchema;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  /** Written into objects by the API server. */
  readonly default?: Json;
  /** Applied by our parser and never written into objects. */
  readonly assumed?: Json;
  readonly choices?: readonly MemberChoice[];
  readonly preserveUnknown?: true;
  readonly intOrString?: true;
  /** Never set: ties the schema to the type it describes. */
  readonly describes?: T;
}
