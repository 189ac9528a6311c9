import { Button, Checkbox } from '@mantine/core'
import IconDownload from '@tabler/icons-react/icons/IconDownload'
import IconPrinter from '@tabler/icons-react/icons/IconPrinter'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Shown } from '../../../../web/api/types.ts'
import { CopyButton } from '../../../../web/kit/copy-button.tsx'
import type { RevealProps } from '../../../../web/kit/factor-screens.ts'
import classes from './codes.module.css'

/** Shows the codes this once; the way on opens when they are said to be saved. */
export function RevealRecoveryCodes({ show, accountName, onDone }: RevealProps) {
  const { t } = useTranslation('recovery-codes')
  const [saved, setSaved] = useState(false)
  const codes = codesOf(show)
  const sheet = [
    t('reveal.fileTitle', { account: accountName }),
    location.host,
    '',
    ...codes,
    '',
    t('reveal.fileNote'),
  ]
  return (
    <div className={classes.reveal}>
      <div className={classes.sheet} data-print>
        <p className={classes.printOnly}>
          {t('reveal.fileTitle', { account: accountName })} · {location.host}
        </p>
        <ol className={classes.codes} aria-label={t('reveal.listLabel')}>
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
        <p className={classes.printOnly}>{t('reveal.fileNote')}</p>
      </div>
      <div className={classes.actions}>
        <CopyButton text={codes.join('\n')} label={t('reveal.copy')} />
        <Button
          variant="default"
          size="sm"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => download(`recovery-codes-${accountName}.txt`, `${sheet.join('\n')}\n`)}
        >
          {t('reveal.download')}
        </Button>
        <Button
          variant="default"
          size="sm"
          leftSection={<IconPrinter size={16} aria-hidden />}
          onClick={() => window.print()}
        >
          {t('reveal.print')}
        </Button>
      </div>
      <Checkbox
        label={t('reveal.gate')}
        checked={saved}
        onChange={(event) => setSaved(event.currentTarget.checked)}
      />
      <Button fullWidth disabled={!saved} onClick={onDone}>
        {t('reveal.action')}
      </Button>
    </div>
  )
}

function codesOf(show: Shown): readonly string[] {
  return Array.isArray(show.codes) ? show.codes.map(String) : []
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = name
  anchor.click()
  URL.revokeObjectURL(url)
}
