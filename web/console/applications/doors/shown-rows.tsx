import { useTranslation } from 'react-i18next'
import type { Shown } from '../../../api/doors.ts'
import { CopyButton } from '../../../kit/copy-button.tsx'
import { partsOf } from '../../../kit/marked.ts'
import { MarkedText } from '../../../kit/marked-text.tsx'
import classes from './doors.module.css'

/** Addresses and names for the other side, each with a button that copies it; what is a sentence is only read. */
export function ShownRows({ rows }: { rows: readonly Shown[] }) {
  const { t } = useTranslation('kit')
  return (
    <ul className={classes.shown}>
      {rows.map(({ label, value }) => (
        <li key={label}>
          <div>
            <span className={classes.label}>{label}</span>
            {isSentence(value) ? (
              <span className={classes.sentence}>
                <MarkedText>{value}</MarkedText>
              </span>
            ) : (
              <code className={classes.value}>{value}</code>
            )}
          </div>
          {!isSentence(value) && <CopyButton text={value} label={t('copy')} />}
        </li>
      ))}
    </ul>
  )
}

/** It marks words in itself, as no value does. */
function isSentence(value: string): boolean {
  return partsOf(value).some(({ kind }) => kind === 'code')
}
