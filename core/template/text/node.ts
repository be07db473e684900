/** A parsed template. `offset` is where Go would say a node is; `source` is how Go would print it. */
export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pipeline: PipelineNode; readonly offset: number };

export interface PipelineNode {
  readonly kind: 'pipeline';
  readonly offset: number;
  readonly source: string;
  /** The variable that takes the value, with its `$`. */
  readonly variable: string | undefined;
  /** `=`, not `:=`. */
  readonly assigns: boolean;
  readonly commands: readonly CommandNode[];
}

export interface CommandNode {
  readonly kind: 'command';
  readonly offset: number;
  readonly source: string;
  readonly operands: readonly Operand[];
}

interface Located {
  readonly offset: number;
  readonly source: string;
}

export type Operand =
  | (Located & { readonly kind: 'dot' | 'nil' })
  | (Located & { readonly kind: 'field'; readonly names: readonly string[] })
  | (Located & {
      readonly kind: 'variable';
      readonly name: string;
      readonly names: readonly string[];
    })
  | (Located & {
      readonly kind: 'chain';
      readonly operand: Operand;
      readonly names: readonly string[];
    })
  | (Located & { readonly kind: 'identifier'; readonly name: string })
  | (Located & { readonly kind: 'constant'; readonly constant: Constant })
  | PipelineNode;

export type Constant =
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'string'; readonly bytes: Uint8Array }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number };
