import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePortal } from '../../../../web/api/use-portal.ts'
import { Alert } from '../../../../web/kit/alert.tsx'
import type { EnrolOptionsProps } from '../../../../web/kit/factor-screens.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { countriesOf, likelyCountry, nameOfCountry } from './countries.ts'

/** Says what speaks against it and what is better, then asks for the number (NIST 3.1.3.3). */
export function SmsCodeNumber({ info, pending, problem, onOptions }: EnrolOptionsProps) {
  const { t } = useTranslation('sms-code')
  const countries = countriesOf(info)
  const [country, setCountry] = useState(() => likelyCountry(countries))
  const [number, setNumber] = useState('')
  const better = useBetter()

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    if (!pending && number.trim().length > 3) onOptions({ number, ...(country ? { country } : {}) })
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <Alert tone="warn" title={t('enrol.risk')}>
          <span>{t('enrol.riskText')}</span>
          {better.length > 0 && <span>{t('enrol.better', { names: better.join(', ') })}</span>}
        </Alert>
        {countries.length > 1 && (
          <NativeSelect
            label={t('enrol.country')}
            value={country}
            onChange={(event) => setCountry(event.currentTarget.value)}
            data={countries.map((code) => ({ value: code, label: nameOfCountry(code) }))}
            autoComplete="tel-country-code"
          />
        )}
        <TextInput
          type="tel"
          label={t('enrol.number')}
          description={t('enrol.numberHelp', { country: nameOfCountry(country) })}
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
          autoComplete="tel"
          inputMode="tel"
          maxLength={40}
          required
          withAsterisk={false}
          disabled={pending}
        />
        <ProblemAlert problem={problem} />
        <Button type="submit" fullWidth loading={pending}>
          {t('enrol.next')}
        </Button>
      </Stack>
    </form>
  )
}

/** The names of what is not restricted, the safest first. */
function useBetter(): readonly string[] {
  const { factors } = usePortal()
  return factors
    .filter(({ restricted, first, role }) => !restricted && !first && role === 'factor')
    .toSorted((one, other) => other.guide.security.grade - one.guide.security.grade)
    .slice(0, 3)
    .map(({ guide }) => guide.name)
}
