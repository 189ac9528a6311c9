import * as administration from '../../../src/administration/index.ts'
import type { Application, ApplicationClass } from '../../../src/applications/index.ts'
import { type VerifyOnceInput, verifyOnce } from '../../../src/authentication/index.ts'
import type { Engine } from '../../../src/engine.ts'
import {
  codeProof,
  goodPassword,
  halfway,
  operator,
  type Person,
  passwordProof,
  prove,
  refusal,
  startAt,
  surroundings,
} from '../../kit/engine.ts'

/** Ways by which a typed code reaches the engine; each says whether it was accepted. */
export const doors: Readonly<
  Record<string, (engine: Engine, owner: Person, code: string) => Promise<boolean>>
> = {
  async attempt(engine, owner, code) {
    const started = await halfway(engine, owner.account.name)
    return isAccepted(prove(engine, started, [codeProof(code)]))
  },
  async 'one submission'(engine, owner, code) {
    const started = await startAt(engine, owner.account.name)
    return isAccepted(prove(engine, started, [codeProof(code), passwordProof()], { complete: {} }))
  },
  'code alone': (engine, owner, code) => ask(engine, owner, { code }),
  'password and code': (engine, owner, code) => ask(engine, owner, { code, password: goodPassword }),
  'vouched code': (engine, owner, code) => ask(engine, owner, { code, vouched: true }),
}

async function ask(
  engine: Engine,
  owner: Person,
  input: Pick<VerifyOnceInput, 'code'> & Partial<VerifyOnceInput>,
): Promise<boolean> {
  const application = await engine.portal()
  const account = owner.account.name
  const result = await verifyOnce(engine, { application, account, surroundings, ...input })
  return result.accepted
}

async function isAccepted(run: Promise<unknown>): Promise<boolean> {
  const ended = await refusal(run)
  return ended === 'nothing was refused'
}

/** An application of somebody else's. */
export function newApplication(
  engine: Engine,
  name: string,
  more: { readonly vouches?: boolean; readonly class?: ApplicationClass } = {},
): Promise<Application> {
  return administration.createApplication(engine, { actor: operator, name, ...more })
}
