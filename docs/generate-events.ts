import { eventSentences } from '../src/administration/index.ts'
import type { GeneratedFile } from './generate-configuration.ts'

/** The catalogue of events, from the sentences by which they are shown. */
export function eventsFile(): GeneratedFile {
  const rows = eventSentences.map(([name, sentence]) => `| \`${name}\` | ${told(sentence)} |`)
  const text = `# Events

What the audit trail says, and what [webhooks](../guide/webhooks.md) post. \`{name}\` is a detail of the event, under \`data.details\`. This page is made of the code.

| event | what it means |
|---|---|
${rows.join('\n')}
`
  return { path: 'docs/reference/events.md', text }
}

/** Braces as code, so that no reader of Markdown takes them for its own. */
function told(sentence: string): string {
  return sentence.replaceAll('|', '\\|').replace(/\{\w+\}/g, (detail) => `\`${detail}\``)
}
