import type { CommandWords, OptionWords } from './words.ts';

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function condition(path: readonly string[]): string {
  return quoted(path.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and '));
}

function optionLine(path: readonly string[], option: OptionWords): string {
  const { name, short, help, takesValue, choices, isPath } = option;
  return [
    'complete -c sallyport',
    `-n ${condition(path)}`,
    `-l ${name}`,
    ...(short === undefined ? [] : [`-s ${short}`]),
    ...(takesValue ? [isPath ? '-r -F' : '-x'] : []),
    ...(choices.length === 0 ? [] : [`-a ${quoted(choices.join(' '))}`]),
    `-d ${quoted(help)}`,
  ].join(' ');
}

function commandLines({ path, summary, options }: CommandWords): readonly string[] {
  const [word = '', sub] = path;
  const own =
    sub === undefined
      ? `complete -c sallyport -n __fish_use_subcommand -f -a ${word} -d ${quoted(summary)}`
      : `complete -c sallyport -n ${condition([word])} -f -a ${sub} -d ${quoted(summary)}`;
  return [own, ...options.map((option) => optionLine(path, option))];
}

/** The completion script of fish. */
export function fishScript(commands: readonly CommandWords[]): string {
  return `# fish completion of sallyport: sallyport completion fish | source
complete -c sallyport -n __fish_use_subcommand -l version -d 'The version'
${commands.flatMap(commandLines).join('\n')}
`;
}
