// Everything that XML 1.0 cannot carry, not even as a reference.
const ILLEGAL = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

function escape(text: string): string {
  return text
    .replaceAll(ILLEGAL, '\ufffd')
    .replaceAll(/[&<>"\n\r\t]/g, (character) => ENTITIES[character] ?? character);
}

/** An element; text is given as a string and escaped, attributes too. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly XmlElement[];
}

/** The element as indented XML 1.0. */
export function renderXml({ name, attributes, children }: XmlElement, indent = ''): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escape(String(value))}"`)
    .join('');
  if (children.length === 0) {
    return `${indent}<${name}${written}/>\n`;
  }
  const inside = children.map((child) => renderXml(child, `${indent}  `)).join('');
  return `${indent}<${name}${written}>\n${inside}${indent}</${name}>\n`;
}
