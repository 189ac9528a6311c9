import assert from 'node:assert/strict'
import type { Wishes } from '../../src/admissions/index.ts'
import type { Application } from '../../src/applications/index.ts'
import { type Admission, admit } from '../../src/authentication/index.ts'
import type { Engine } from '../../src/engine.ts'
import { surroundings } from './engine.ts'

export const door = 'oidc'

/** An application besides our own pages. */
export async function applicationCalled(engine: Engine, shown: string): Promise<Application> {
  const { application, statement } = engine.applications.create({
    name: { shown, key: shown.toLowerCase() as never },
  })
  assert.equal(await engine.storage.book({ statements: [statement], locks: [] }), 'booked')
  return application
}

interface Asking {
  readonly wishes?: Wishes
  readonly offline?: boolean
  readonly referral?: string
  readonly surroundings?: typeof surroundings & { readonly device?: string | undefined }
}

/** Whether a session is enough for an application. */
export function asked(
  engine: Engine,
  sessionToken: string | undefined,
  { id }: Pick<Application, 'id'>,
  asking: Asking = {},
) {
  return admit(engine, { sessionToken, applicationId: id, door, wishes: {}, surroundings, ...asking })
}

export async function admittedTo(...given: Parameters<typeof asked>): Promise<Admission> {
  const { admitted, refused } = await asked(...given)
  return admitted ?? assert.fail(`was refused: ${refused}`)
}
