import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle'
import IconCircleCheck from '@tabler/icons-react/icons/IconCircleCheck'
import IconHelpCircle from '@tabler/icons-react/icons/IconHelpCircle'
import { useTranslation } from 'react-i18next'
import type { FindingView } from '../../../api/doors.ts'
import { MarkedText } from '../../../kit/marked-text.tsx'
import classes from './trial.module.css'

const icons = { good: IconCircleCheck, bad: IconAlertTriangle, unknown: IconHelpCircle } as const

/** What a test of a connection has shown, what is wrong first. */
export function Trial({ findings }: { findings: readonly FindingView[] }) {
  const { t } = useTranslation('console')
  const wrong = findings.filter(({ outcome }) => outcome === 'bad').length
  return (
    <section className={classes.trial} aria-label={t('trial.title')}>
      <p role="status" className={classes.sum}>
        {wrong === 0 ? t('trial.fine') : t('trial.wrong', { count: wrong })}
      </p>
      <ul className={classes.findings}>
        {findings.toSorted(wrongFirst).map((finding) => (
          <Found key={`${finding.check} ${finding.says}`} finding={finding} />
        ))}
      </ul>
    </section>
  )
}

function wrongFirst(one: FindingView, other: FindingView): number {
  return Number(other.outcome === 'bad') - Number(one.outcome === 'bad')
}

function Found({ finding: { outcome, says, remedy } }: { finding: FindingView }) {
  const { t } = useTranslation('console')
  const Icon = icons[outcome]
  return (
    <li className={classes[outcome]}>
      <Icon size={18} aria-label={t(`trial.${outcome}`)} />
      <div>
        <p>
          <MarkedText>{says}</MarkedText>
        </p>
        {remedy !== undefined && (
          <p className={classes.remedy}>
            <MarkedText>{remedy}</MarkedText>
          </p>
        )}
      </div>
    </li>
  )
}
