import { type Id, isId } from '../../../kernel/ids.ts'
import { parseWith } from '../../../kernel/parse.ts'
import { issuerOf } from '../routes.ts'
import { book } from './book.ts'
import type { SsfDeps } from './deps.ts'
import { subjectFormat } from './errors.ts'
import { ownStream, type Receiver } from './receiver.ts'
import { askedSubject, named } from './requests.ts'

/**
 * SSF 1.0 §8.1.3. Everybody who signs in to an application is in its streams: one who was taken out comes back. Whether
 * a name is anybody's is told to nobody (§9.1).
 */
export async function addSubject(deps: SsfDeps, receiver: Receiver, body: unknown): Promise<void> {
  const { stream, accountId } = await subjectIn(deps, receiver, body)
  if (!accountId) return
  const statements = [deps.engine.streams.takeIn(stream.id, accountId)]
  await book(deps, receiver, { id: stream.id, event: 'stream.subject-added', statements, accountId })
}

/** From here on the receiver hears nothing of this account. */
export async function removeSubject(deps: SsfDeps, receiver: Receiver, body: unknown): Promise<void> {
  const { stream, accountId } = await subjectIn(deps, receiver, body)
  if (!accountId) return
  const statements = [deps.engine.streams.leaveOut(stream.id, accountId)]
  await book(deps, receiver, { id: stream.id, event: 'stream.subject-removed', statements, accountId })
}

async function subjectIn(deps: SsfDeps, receiver: Receiver, body: unknown) {
  const asked = parseWith(askedSubject, body)
  const stream = await ownStream(deps, receiver, asked.stream_id)
  const subject = named.safeParse(asked.subject)
  if (!subject.success) throw subjectFormat()
  const { iss, sub } = subject.data
  const ours = iss === issuerOf(deps.engine.baseUrl) && isId<'account'>(sub)
  return { stream, accountId: ours ? await known(deps, sub) : undefined }
}

async function known({ engine }: SsfDeps, id: Id<'account'>): Promise<Id<'account'> | undefined> {
  return (await engine.accounts.find(id))?.id
}
