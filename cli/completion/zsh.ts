import type { CommandWords, OptionWords } from './words.ts';

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Brackets and colons have a meaning in _arguments. */
function described(text: string): string {
  return text.replaceAll(/[[\]:\\]/gu, '\\$&');
}

function action({ takesValue, choices, isPath }: OptionWords): string {
  if (!takesValue) {
    return '';
  }
  if (choices.length > 0) {
    return `:value:(${choices.join(' ')})`;
  }
  return isPath ? ':file:_files' : ':value:';
}

function specs(option: OptionWords): readonly string[] {
  const text = `[${described(option.help)}]${action(option)}`;
  const flags = [`--${option.name}`, ...(option.short === undefined ? [] : [`-${option.short}`])];
  return flags.map((flag) => quoted(`*${flag}${text}`));
}

function functionName(path: readonly string[]): string {
  return ['_sallyport', ...path.map((word) => word.replaceAll('-', '_'))].join('_');
}

function commandFunction({ path, subcommands, options }: CommandWords): string {
  const rest =
    subcommands.length === 0
      ? quoted('*:path:_files')
      : quoted(`1:command:(${subcommands.map(({ name }) => name).join(' ')})`);
  const below = subcommands.map(
    ({ name }) =>
      `    ${name}) shift words; (( CURRENT-- )); ${functionName([...path, name])}; return ;;`,
  );
  const dispatch =
    below.length === 0
      ? ''
      : `  (( CURRENT > 2 )) && case $words[2] in\n${below.join('\n')}\n  esac\n`;
  return `${functionName(path)}() {
${dispatch}  _arguments ${[...options.flatMap(specs), rest].join(' \\\n    ')}
}
`;
}

/** The completion script of zsh. */
export function zshScript(commands: readonly CommandWords[]): string {
  const top = commands.filter(({ path }) => path.length === 1);
  return `#compdef sallyport
# zsh completion of sallyport: source <(sallyport completion zsh), or as _sallyport in a folder of $fpath
${commands.map(commandFunction).join('\n')}
_sallyport() {
  if (( CURRENT == 2 )); then
    local -a commands=(
${top.map(({ path, summary }) => `      ${quoted(`${path[0] ?? ''}:${summary.replaceAll(':', '\\:')}`)}`).join('\n')}
    )
    _describe command commands
    return
  fi
  case $words[2] in
${top.map(({ path }) => `    ${path[0] ?? ''}) shift words; (( CURRENT-- )); ${functionName(path)} ;;`).join('\n')}
  esac
}
(( $+functions[compdef] )) && compdef _sallyport sallyport
`;
}
