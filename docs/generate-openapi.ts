import { openApiDocument, routes } from '../src/protocols/rest/index.ts'

/** Where the document of the API lies, from the root of the repository, and what belongs into it. */
export function openApiFile(): { readonly path: string; readonly text: string } {
  const text = `${JSON.stringify(openApiDocument(routes), undefined, 2)}\n`
  return { path: 'docs/reference/openapi.json', text }
}
