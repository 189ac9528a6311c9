import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Counted, type Rehearsal, type Rulebook, rehearse } from '../../api/policy.ts'
import { asProblem } from '../../api/problem.ts'
import { BarChart } from '../../kit/bar-chart.tsx'
import card from '../../kit/card.module.css'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import classes from './policy.module.css'

const days = 30

/** Replays the last month under rules that are being written; without them, under those that only report. */
export function RehearsalPart({ rulebook }: { rulebook?: Rulebook }) {
  const { t } = useTranslation('console')
  const replaying = useMutation({ mutationFn: () => rehearse(rulebook, days) })
  return (
    <div className={classes.preview}>
      <div className={card.head}>
        <h3 className={card.subheading}>
          {t(rulebook === undefined ? 'policy.reported' : 'policy.rehearsal')}
        </h3>
        <Button size="xs" variant="default" loading={replaying.isPending} onClick={() => replaying.mutate()}>
          {t('policy.replay', { days })}
        </Button>
      </div>
      {replaying.error !== null && <ProblemAlert problem={asProblem(replaying.error)} />}
      {replaying.data !== undefined && <Answer rehearsal={replaying.data} />}
    </div>
  )
}

const outcomes = [
  'asked',
  'putOff',
  'setUp',
  'invited',
  'denied',
  'refused',
] as const satisfies readonly (keyof Rehearsal['outcomes'])[]

function Answer({ rehearsal }: { rehearsal: Rehearsal }) {
  const { t, i18n } = useTranslation('console')
  const { signIns, admissions, accounts, untold } = rehearsal
  const date = new Intl.DateTimeFormat(i18n.language, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const ends = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long', timeZone: 'UTC' })
  const some = outcomes.filter((name) => rehearsal.outcomes[name].signIns > 0)
  return (
    <div className={classes.preview} aria-live="polite">
      <p>
        {t('policy.replayed', { count: signIns, accounts })}
        {admissions > 0 && ` ${t('policy.replayedAdmissions', { count: admissions })}`}
      </p>
      {some.length === 0 && <p className={card.quiet}>{t('policy.replayedSame')}</p>}
      {some.length > 0 && (
        <>
          <BarChart
            every={Math.ceil(rehearsal.days.length / 6)}
            bars={rehearsal.days.map((one) => ({
              id: one.day,
              label: date.format(one.day),
              plain: one.signIns - one.touched,
              marked: one.touched,
            }))}
          />
          <ul className={classes.touched}>
            {some.map((name) => {
              const { signIns: count, accounts: people, examples, until } = rehearsal.outcomes[name]
              return (
                <li key={name}>
                  <strong>{count}</strong>{' '}
                  {until === undefined
                    ? t(`policy.replayedAs.${name}`)
                    : t('policy.replayedAs.putOffUntil', { date: ends.format(until) })}{' '}
                  <span className={card.quiet}>
                    {examples.join(', ')}
                    {people > examples.length && ' …'}
                  </span>
                </li>
              )
            })}
          </ul>
          <Counts title={t('policy.replayedRules')} counts={rehearsal.rules} />
          <Counts title={t('policy.replayedFor')} counts={rehearsal.applications} />
        </>
      )}
      <p className={card.quiet}>{t('policy.replayedNote')}</p>
      {untold !== undefined && (
        <p className={card.quiet}>
          {t('policy.replayedUntold', { count: untold.admissions, date: ends.format(untold.last) })}
        </p>
      )}
    </div>
  )
}

function Counts({ title, counts }: { title: string; counts: readonly Counted[] }) {
  if (counts.length === 0) return null
  return (
    <p>
      <strong>{title}</strong> {counts.map(({ name, signIns }) => `${name} (${signIns})`).join(', ')}
    </p>
  )
}
