/** One import or re-export: what runs before the file, an `import()`, or what the compiler erases. */
export interface Import {
  specifier: string;
  kind: 'static' | 'dynamic' | 'type';
}

/** Every import and re-export of a TypeScript or JavaScript file, in the order of the text. */
export function importsOf(text: string): Import[];
