import { createHash } from 'node:crypto'

/** What the page reads of the OpenAPI document. */
interface Document {
  readonly info: { readonly title: string; readonly summary?: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

interface Operation {
  readonly summary: string
  readonly tags: readonly string[]
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: unknown }>> }
  readonly responses: Readonly<Record<string, Response>>
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly description?: string
}

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema: unknown }>>
}

/** A page to read, with the policy that lets its one style in and no script. */
export interface ApiPage {
  readonly html: string
  readonly contentPolicy: string
}

/** The OpenAPI document for people: no script, nothing from elsewhere. */
export function apiPage(document: unknown): ApiPage {
  const { info, paths } = document as Document
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  )
  const byTag = Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? '')
  const sections = [...byTag].map(
    ([tag, members]) => `<h2>${escaped(tag)}</h2>\n${members.map(operationHtml).join('\n')}`,
  )
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(info.title)} API</title>
<style>${style}</style>
<main>
<h1>${escaped(info.title)} API</h1>
<p>${escaped(info.summary ?? '')}. For programs: <a href="/api/v1/openapi.json">openapi.json</a>.</p>
${sections.join('\n')}
</main>
</html>
`
  const hash = createHash('sha256').update(style).digest('base64')
  return {
    html,
    contentPolicy: `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'`,
  }
}

function operationHtml(one: {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}) {
  const { method, path, operation } = one
  const [status = '', answer] = Object.entries(operation.responses)[0] ?? []
  return `<details>
<summary><code><b>${escaped(method.toUpperCase())}</b> ${escaped(path)}</code> ${escaped(operation.summary)}</summary>
<p>Who may: ${escaped(whoMay(operation))}</p>
${(operation.parameters ?? []).map(parameterHtml).join('')}
${schemaHtml('Takes', operation.requestBody?.content)}
${schemaHtml(`Answers ${status}`, answer?.content)}
</details>`
}

function whoMay({ security }: Operation): string {
  if (security.length === 0) return 'anyone'
  return security
    .map((way) => {
      const [[scheme, scopes] = ['anyone', []]] = Object.entries(way)
      return scopes.length > 0 ? `${scheme} (${scopes.join(', ')})` : scheme
    })
    .join(', or ')
}

function parameterHtml({ name, in: where, required, description }: Parameter): string {
  const words = `${where}${required ? '' : ', optional'}${description ? `: ${description}` : ''}`
  return `<p><code>${escaped(name)}</code> ${escaped(words)}</p>\n`
}

function schemaHtml(title: string, content: Response['content']): string {
  const schema = content?.['application/json']?.schema
  if (schema === undefined) return `<p>${escaped(title)}</p>`
  return `<p>${escaped(title)}</p>\n<pre>${escaped(JSON.stringify(schema, undefined, 2))}</pre>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
main { max-width: 60rem; margin: 0 auto; padding: 1rem }
summary { cursor: pointer; padding: .25rem 0 }
pre { overflow: auto; border: 1px solid; padding: .5rem; font-size: .85rem }
`
