import { canonicalName } from '../../src/accounts/index.ts'
import { sealFor } from '../../src/authenticators/index.ts'
import type { Engine } from '../../src/engine.ts'
import { internalError } from '../../src/kernel/errors.ts'
import { type Id, newId } from '../../src/kernel/ids.ts'
import type { Statement } from '../../src/storage/index.ts'
import { bookInBulk } from '../kit/in-bulk.ts'
import type { Exam, Holder, Owner } from './exam.ts'
import { passwordExam } from './exams/password.ts'

/** Somebody with a password and one authenticator of the examined factor, which may be the password itself. */
export interface Examinee extends Owner, Holder {
  readonly name: string
  readonly passwordId: Id<'authenticator'>
}

/** So many accounts for one exam, through the stores and the writer as everything else. */
export async function enrol(engine: Engine, exam: Exam, people: number): Promise<readonly Examinee[]> {
  const numbers = Array.from({ length: people }, (_, index) => index)
  const made = await Promise.all(
    numbers.map((number) => newExaminee(engine, exam, `${exam.factor} ${number}`)),
  )
  await bookInBulk(engine, people, (number) => made[number]?.statements ?? [])
  return made.map(({ examinee }) => examinee)
}

async function newExaminee(engine: Engine, exam: Exam, typedName: string) {
  const name = canonicalName(typedName)
  if (!name.valid) throw internalError(`${typedName} is no name`)
  const { account, statement } = engine.accounts.create({ name })
  const passwordId = newId<'authenticator'>({ clock: engine.storage.clock, random: engine.random })
  const isPassword = exam.factor === passwordExam.factor
  const authenticatorId = isPassword
    ? passwordId
    : newId<'authenticator'>({ clock: engine.storage.clock, random: engine.random })
  const owner = { accountId: account.id, authenticatorId }
  const holder = await exam.holder(owner, engine)
  const password = isPassword ? holder : await passwordExam.holder(owner, engine)
  const statements = [
    statement,
    added(engine, { ...owner, authenticatorId: passwordId }, passwordExam.factor, password),
    ...(isPassword ? [] : [added(engine, owner, exam.factor, holder)]),
    ...(holder.statements ?? []),
  ]
  const examinee: Examinee = { ...holder, ...owner, passwordId, name: typedName }
  return { examinee, statements }
}

function added(engine: Engine, owner: Owner, factor: string, { kept }: Holder): Statement {
  const row = { id: owner.authenticatorId, accountId: owner.accountId, factor }
  return engine.authenticators.add({
    ...row,
    applicationId: undefined,
    label: factor,
    createdBy: owner.accountId,
    createdAt: engine.storage.clock.now(),
    data: sealFor(engine.box, 'data', row, kept.data),
    counter: kept.counter,
    handle: kept.handle,
  })
}
