/** `npm run docs`: writes every file of the manual that is made of the code. A test fails when one of them is stale. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { clientTypesFile } from './generate-client.ts'
import { configurationFiles } from './generate-configuration.ts'
import { eventsFile } from './generate-events.ts'
import { guideFiles } from './generate-guides.ts'
import { openApiFile } from './generate-openapi.ts'

const root = join(import.meta.dirname, '..')

/** The generated files, each with its path from the root of the repository. */
export function generatedFiles(): readonly { readonly path: string; readonly text: string }[] {
  return [...configurationFiles(), ...guideFiles(), openApiFile(), clientTypesFile(), eventsFile()]
}

if (import.meta.main) {
  for (const { path, text } of generatedFiles()) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    console.log(path)
  }
}
