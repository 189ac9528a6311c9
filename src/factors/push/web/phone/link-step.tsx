import { Button, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Step } from '../../../../../web/kit/step.tsx'
import classes from './phone.module.css'

/** Where nothing is set up yet: how one begins, and a field for a link that was opened in another browser. */
export function LinkStep({ onCode }: { readonly onCode: (code: string) => void }) {
  const { t } = useTranslation('push-phone')
  const [link, setLink] = useState('')
  const [wrong, setWrong] = useState(false)

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    const code = codeIn(link)
    setWrong(code === undefined)
    if (code !== undefined) onCode(code)
  }

  return (
    <Step title={t('link.title')} lead={t('link.lead')}>
      <ol className={classes.steps}>
        <li>{t('link.open')}</li>
        <li>{t('link.choose')}</li>
        <li>{t('link.scan')}</li>
      </ol>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          label={t('link.label')}
          description={t('link.hint')}
          value={link}
          onChange={(event) => setLink(event.currentTarget.value)}
          error={wrong ? t('link.wrong') : undefined}
          autoComplete="off"
          inputMode="url"
        />
        <Button type="submit" variant="default" fullWidth disabled={link.trim() === ''}>
          {t('link.action')}
        </Button>
      </form>
    </Step>
  )
}

function codeIn(link: string): string | undefined {
  return /(?:#|^)([A-Za-z0-9_-]{43})$/.exec(link.trim())?.[1]
}
