import type { CommandWords, OptionWords } from './words.ts';

function flags(option: OptionWords): string {
  return [`--${option.name}`, ...(option.short === undefined ? [] : [`-${option.short}`])].join(
    '|',
  );
}

function offer({ choices, isPath }: OptionWords): string {
  if (choices.length > 0) {
    return `COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$cur"))`;
  }
  return isPath ? 'COMPREPLY=($(compgen -f -- "$cur"))' : 'COMPREPLY=()';
}

function valueCase(path: string, option: OptionWords): readonly string[] {
  return option.takesValue
    ? flags(option)
        .split('|')
        .map((flag) => `    '${path} ${flag}') ${offer(option)}; return ;;`)
    : [];
}

function wordsCase({ path, options, subcommands }: CommandWords): string {
  const listed = [
    ...subcommands.map(({ name }) => name),
    ...options.flatMap((option) => flags(option).split('|')),
  ];
  return `    '${path.join(' ')}') words='${listed.join(' ')}' ;;`;
}

/** The completion script of bash 3.2 and newer; it needs no bash-completion package. */
export function bashScript(commands: readonly CommandWords[]): string {
  const top = commands.filter(({ path }) => path.length === 1).map(({ path }) => path[0]);
  const groups = commands.filter(({ subcommands }) => subcommands.length > 0);
  const values = commands.flatMap(({ path, options }) =>
    options.flatMap((option) => valueCase(path.join(' '), option)),
  );
  return `# bash completion of sallyport: source <(sallyport completion bash)
_sallyport() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" words=''
  local command="\${COMP_WORDS[1]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${[...top, '--help', '--version'].join(' ')}' -- "$cur"))
    return
  fi
  case "$command \${COMP_WORDS[2]}" in
${groups.flatMap(({ subcommands, path }) => subcommands.map(({ name }) => `    '${path.join(' ')} ${name}') [ "$COMP_CWORD" -gt 2 ] && command='${path.join(' ')} ${name}' ;;`)).join('\n')}
  esac
  case "$command $prev" in
${values.join('\n')}
  esac
  case "$command" in
${commands.map(wordsCase).join('\n')}
  esac
  case "$cur" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$cur")) ;;
    *)
      local subcommands=''
      case "$command" in
${groups.map(({ path, subcommands }) => `        '${path.join(' ')}') subcommands='${subcommands.map(({ name }) => name).join(' ')}' ;;`).join('\n')}
      esac
      COMPREPLY=($(compgen -W "$subcommands" -- "$cur") $(compgen -f -- "$cur"))
      ;;
  esac
}
complete -o filenames -F _sallyport sallyport
`;
}
