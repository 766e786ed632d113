import ts from 'typescript';

/**
 * Every import and re-export of a TypeScript or JavaScript file, in the order of the text.
 *
 * @returns a list of `{ specifier, kind }`. `kind` is `static` for what runs before the file, `dynamic` for
 *   `import()` and `type` for what the compiler erases. An `import()` of something other than a string is left out.
 */
export function importsOf(text) {
  const found = [];
  const add = (specifier, kind) => found.push({ specifier: specifier.text, kind });
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.isTypeOnly ? 'type' : 'static');
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'static');
    } else if (ts.isImportTypeNode(node)) {
      add(node.argument.literal, 'type');
    } else if (isDynamicImport(node)) {
      add(node.arguments[0], 'dynamic');
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest));
  return found;
}

function isDynamicImport(node) {
  return (
    ts.isCallExpression(node) &&
    node.expression.kind === ts.SyntaxKind.ImportKeyword &&
    ts.isStringLiteralLike(node.arguments[0])
  );
}
