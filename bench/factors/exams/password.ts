import { createHash } from 'node:crypto'
import { argon2Hasher, type Hasher } from '../../../src/factors/password/argon2.ts'
import { passwordConfig } from '../../../src/factors/password/config.ts'
import { passwordHashes } from '../../../src/factors/password/hash.ts'
import { workQueue } from '../../../src/factors/password/queue.ts'
import { systemRandom } from '../../../src/kernel/random.ts'
import type { Exam, Turn } from '../exam.ts'

const password = 'quartz-violin-oxbow-71'
const cost = passwordConfig.parse({}).hash
const queue = workQueue({ concurrency: 2, waiting: 10_000 })

/** In place of Argon2id, whose every run differs from the next by more than all the rest takes. */
export const quickHasher: Hasher = {
  derive: async ({ message, salt }) =>
    new Uint8Array(createHash('sha256').update(salt).update(message).digest()),
}

/** A password, with the quick hash on both sides. */
export const passwordExam: Exam = {
  factor: 'password',
  async holder(_, engine) {
    const host = { random: engine.random, mac: engine.box.mac }
    const hashes = passwordHashes({ hasher: quickHasher, host, queue, cost })
    const hash = (await hashes.create(password)) ?? ''
    return {
      kept: { data: { hash, changedAt: engine.storage.clock.now() } },
      turn: () => ({ proof: { password } }),
      isRight: async ({ proof }: Turn<{ readonly password: string }>) =>
        (await hashes.compare(proof.password, hash)) === 'matches',
    }
  },
}

/** Milliseconds of processor time of one Argon2id at the default cost, all threads together. */
export async function argon2Cost(times: number): Promise<number> {
  const hasher = argon2Hasher()
  const derive = () => hasher.derive({ message: Buffer.from(password), salt: systemRandom().bytes(16), cost })
  await derive()
  const before = process.cpuUsage()
  for (let time = 0; time < times; time++) await derive()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / times
}
