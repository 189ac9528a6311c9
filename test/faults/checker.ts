import assert from 'node:assert/strict'
import { rowsOf } from '../kit/engine.ts'
import { type Exchange, type Home, lookInto } from './served.ts'

/**
 * The promises of faults.md, checked after the fault: (i) each success that a client saw is in the database and in the
 * audit trail; (ii) no code was accepted twice; (iii) no refusal went uncounted; (iv) the trail verifies;
 * (v) no session without a completion.
 */
export async function checkPromises(home: Home, exchanges: readonly Exchange[]): Promise<void> {
  const world = await lookInto(home)
  try {
    const { engine } = world
    const events = await rowsOf(engine, 'audit_events')
    const completions = new Set((await rowsOf(engine, 'completions')).map(({ id }) => String(id)))
    const seen = exchanges.filter(({ accepted }) => accepted)
    for (const { completionId } of seen)
      assert.ok(completions.has(completionId ?? ''), `(i) lost: ${completionId}`)
    assert.equal(
      new Set(seen.map(({ completionId }) => completionId)).size,
      seen.length,
      '(i) one completion, one answer',
    )
    const accepted = events.filter(
      ({ event, outcome }) => outcome === 'accepted' && event !== 'attempt.completed',
    )
    assert.ok(accepted.length >= seen.length, '(i) the audit trail lacks a success')

    const twice = new Set<string>()
    for (const { person, code } of seen) {
      const used = `${person.account.id} ${code}`
      assert.ok(!twice.has(used), `(ii) accepted twice: ${used}`)
      twice.add(used)
    }
    for (const [account, sent] of Map.groupBy(exchanges, ({ person }) => person.account.id)) {
      const codes = new Set(sent.filter(({ right }) => right).map(({ code }) => code))
      const booked = accepted.filter(
        ({ account_id, at }) => account_id === account && Number(at) > Date.now() - hour,
      )
      assert.ok(booked.length <= codes.size, `(ii) ${booked.length} accepts of ${codes.size} codes`)
    }

    const refused = exchanges.filter(
      ({ status, accepted: taken }) => !taken && (status === 200 || status === 401),
    )
    const counted = (await rowsOf(engine, 'audit_refusals')).reduce(
      (sum, { count }) => sum + Number(count),
      0,
    )
    const recorded = events.filter(({ outcome }) => outcome === 'refused').length
    assert.ok(
      counted + recorded >= refused.length,
      `(iii) ${counted + recorded} recorded of ${refused.length}`,
    )

    const findings = await engine.audit.verify()
    assert.deepEqual(findings.findings, [], '(iv) the audit trail does not add up')
    for (const session of await rowsOf(engine, 'sessions'))
      assert.ok(completions.has(String(session.completion_id)), '(v) a session without a completion')
  } finally {
    await world.close()
  }
}

/** People were enrolled hours before the load; what was accepted then is none of it. */
const hour = 3_600_000
