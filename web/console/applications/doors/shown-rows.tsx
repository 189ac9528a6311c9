import { useTranslation } from 'react-i18next'
import type { Shown } from '../../../api/doors.ts'
import { CopyButton } from '../../../kit/copy-button.tsx'
import classes from './doors.module.css'

/** Addresses and names for the other side, each with a button that copies it. */
export function ShownRows({ rows }: { rows: readonly Shown[] }) {
  const { t } = useTranslation('kit')
  return (
    <ul className={classes.shown}>
      {rows.map(({ label, value }) => (
        <li key={label}>
          <div>
            <span className={classes.label}>{label}</span>
            <code className={classes.value}>{value}</code>
          </div>
          <CopyButton text={value} label={t('copy')} />
        </li>
      ))}
    </ul>
  )
}
