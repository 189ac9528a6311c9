import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HelpProps } from '../../../../web/kit/factor-screens.ts'
import { CodeField, isCode } from './code-field.tsx'

/** Two codes that the owner reads out, one after the other; the other operations need nothing. */
export function HelpToken({ operation, onInput }: HelpProps) {
  const { t } = useTranslation('hotp-token')
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')

  useEffect(() => {
    if (operation === 'resynchronize' && isCode(first) && isCode(second)) onInput({ codes: [first, second] })
  }, [operation, first, second, onInput])

  if (operation !== 'resynchronize') return null
  return (
    <>
      <CodeField label={t('manage.first')} value={first} onChange={setFirst} />
      <CodeField label={t('manage.second')} value={second} onChange={setSecond} />
    </>
  )
}
