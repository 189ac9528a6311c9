import { useTranslation } from 'react-i18next'
import type { WayView } from '../../api/coverage.ts'
import card from '../../kit/card.module.css'
import { useDoorName } from '../policy/use-door-name.ts'
import classes from './coverage.module.css'

/** Ways with whom they concern, by which door, and when they are open. `named`: says of which application. */
export function WayList({ ways, named = false }: { ways: readonly WayView[]; named?: boolean }) {
  const { t } = useTranslation('console')
  const doorName = useDoorName()
  return (
    <ul className={classes.ways}>
      {ways.map(({ kind, application, text, accounts, examples, doors, circumstances }) => (
        <li key={`${kind} ${application}`} className={classes.way}>
          <span>
            {named && <strong>{application}: </strong>}
            {text}
          </span>
          <span className={card.quiet}>
            {accounts > 0 && `${t('openWays.accounts', { count: accounts })}: ${examples.join(', ')}`}
            {accounts > examples.length && ' …'}
            {doors.length > 0 && ` · ${t('openWays.by', { doors: doors.map(doorName).join(', ') })}`}
            {circumstances.length > 0 && ` · ${t('openWays.only', { when: circumstances.join('; ') })}`}
          </span>
        </li>
      ))}
    </ul>
  )
}
