/** What stands between % and the verb. */
export interface Flags {
  readonly plus: boolean;
  readonly minus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  /** %+v */
  readonly plusV: boolean;
  /** %#v */
  readonly sharpV: boolean;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  /** Set while a wrong verb is being reported: then String methods are not asked. */
  readonly erroring: boolean;
}

export const NO_FLAGS: Flags = {
  plus: false,
  minus: false,
  sharp: false,
  space: false,
  zero: false,
  plusV: false,
  sharpV: false,
  width: undefined,
  precision: undefined,
  erroring: false,
};
