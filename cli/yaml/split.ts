/** One document of a YAML stream, and the line of the stream it begins on (from 1). */
export interface YamlChunk {
  readonly text: string;
  readonly line: number;
}

const SOURCE = /^# Source: (\S.*)$/;

/** The template that Helm made a document of, from the comment it begins with; '' when there is none. */
export function templateOf(text: string): string {
  for (const line of text.split('\n')) {
    const [, template = ''] = SOURCE.exec(line.trimEnd()) ?? [];
    if (template !== '') {
      return template;
    }
    if (line.trim() !== '' && !/^(?:---|#|%)/.test(line)) {
      return '';
    }
  }
  return '';
}

/**
 * Cuts a stream at its `---` lines before anything is parsed, as kubectl does: whatever is wrong with one document
 * stays in it. (A line that begins with `---` is a marker wherever it stands, even in a block of text.)
 */
export function splitDocuments(text: string): readonly YamlChunk[] {
  const chunks: YamlChunk[] = [];
  let line = 1;
  for (const part of text.split(/^(?=---(?:\s|$))/m)) {
    const previous = chunks.at(-1);
    if (previous !== undefined && isPreamble(previous.text)) {
      chunks[chunks.length - 1] = { text: previous.text + part, line: previous.line };
    } else {
      chunks.push({ text: part, line });
    }
    line += part.split('\n').length - 1;
  }
  return chunks;
}

/** Directives (`%YAML 1.1`) belong to the document after the marker. */
function isPreamble(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.some((line) => line.startsWith('%')) && lines.every((line) => /^\s*[%#]/.test(line));
}
