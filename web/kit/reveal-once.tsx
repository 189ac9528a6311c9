import { useTranslation } from 'react-i18next'
import { CopyButton } from './copy-button.tsx'
import classes from './reveal-once.module.css'

/** A secret that is shown this once: a link, an API key. */
export function RevealOnce({ label, secret, note }: { label: string; secret: string; note?: string }) {
  const { t } = useTranslation('kit')
  return (
    <section className={classes.box} aria-label={label}>
      <div className={classes.head}>
        <strong>{label}</strong>
        <CopyButton text={secret} />
      </div>
      <code className={classes.secret}>{secret}</code>
      <p className={classes.note}>{note ?? t('once')}</p>
    </section>
  )
}
