import { Button } from '@mantine/core'
import IconPrinter from '@tabler/icons-react/icons/IconPrinter'
import { useTranslation } from 'react-i18next'
import type { RevealProps } from '../../../../web/kit/factor-screens.ts'
import { RevealOnce } from '../../../../web/kit/reveal-once.tsx'
import classes from './reveal.module.css'

/** The pass, shown this once, to be read out or printed. */
export function RevealPass({ show, accountName, onDone }: RevealProps) {
  const { t } = useTranslation('access-pass')
  const [from, until] = [show.startsAt, show.expiresAt].map((at) => new Date(Number(at)).toLocaleString())
  return (
    <div className={classes.reveal}>
      <div data-print>
        <p className={classes.printOnly}>
          {t('reveal.sheet', { account: accountName })} · {location.host}
        </p>
        <RevealOnce
          label={t('reveal.label', { account: accountName })}
          secret={String(show.code)}
          note={t('reveal.note', { from, until, count: Number(show.uses) })}
        />
      </div>
      <div className={classes.actions}>
        <Button
          variant="default"
          leftSection={<IconPrinter size={16} aria-hidden />}
          onClick={() => window.print()}
        >
          {t('reveal.print')}
        </Button>
        <Button onClick={onDone}>{t('reveal.done')}</Button>
      </div>
    </div>
  )
}
