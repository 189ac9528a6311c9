import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listApplications } from '../../api/applications.ts'
import { keys } from '../../api/keys.ts'
import { type ExplanationView, explainPolicy, type WhatIf } from '../../api/policy.ts'
import { asProblem } from '../../api/problem.ts'
import { Alert, type Tone } from '../../kit/alert.tsx'
import card from '../../kit/card.module.css'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { span } from '../../kit/when.tsx'
import { purposes } from './choices.ts'
import classes from './policy.module.css'

/** Asks the functions that decide what would come of a sign-in, and why. */
export function WhatIfCard() {
  const { t } = useTranslation('console')
  const list = useQuery({ queryKey: keys.applications, queryFn: ({ signal }) => listApplications(signal) })
  const [asked, setAsked] = useState<WhatIf>({ account: '' })
  const asking = useMutation({ mutationFn: explainPolicy })
  const applications = (list.data?.items ?? []).filter(({ kind }) => kind === 'client')
  const set = (more: Partial<WhatIf>) => setAsked({ ...asked, ...more })

  function submit(event: FormEvent): void {
    event.preventDefault()
    const given = Object.entries(asked).filter(([, value]) => value.trim() !== '')
    asking.mutate({ account: asked.account, ...Object.fromEntries(given) })
  }

  return (
    <section className={`${card.surface} ${card.card}`}>
      <h2 className={card.heading}>{t('policy.whatIf')}</h2>
      <p className={card.quiet}>{t('policy.whatIfText')}</p>
      <form onSubmit={submit} className={classes.asking}>
        <TextInput
          label={t('accounts.name')}
          required
          withAsterisk={false}
          autoComplete="off"
          value={asked.account}
          onChange={(event) => set({ account: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('policy.application')}
          value={asked.application ?? ''}
          onChange={(event) => set({ application: event.currentTarget.value })}
          data={[
            { value: '', label: t('policy.ownPages') },
            ...applications.map(({ name }) => ({ value: name, label: name })),
          ]}
        />
        <NativeSelect
          label={t('policy.purposeOf')}
          value={asked.purpose ?? 'sign-in'}
          onChange={(event) => set({ purpose: event.currentTarget.value })}
          data={purposes.map((value) => ({ value, label: t(`policy.purpose.${value}`) }))}
        />
        <TextInput
          label={t('policy.source')}
          placeholder="203.0.113.7"
          autoComplete="off"
          value={asked.source ?? ''}
          onChange={(event) => set({ source: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('policy.device')}
          value={asked.device ?? ''}
          onChange={(event) => set({ device: event.currentTarget.value })}
          data={[
            { value: '', label: t('policy.unknownDevice') },
            { value: 'known', label: t('policy.knownDevice') },
            { value: 'new', label: t('policy.newDevice') },
          ]}
        />
        <Button type="submit" loading={asking.isPending}>
          {t('policy.ask')}
        </Button>
      </form>
      {asking.error !== null && <ProblemAlert problem={asProblem(asking.error)} />}
      {asking.data !== undefined && <Answer explained={asking.data} />}
    </section>
  )
}

const tones: Readonly<Record<ExplanationView['outcome'], Tone>> = {
  in: 'good',
  'sets-up': 'info',
  invitation: 'warn',
  stuck: 'warn',
  denied: 'bad',
}

function Answer({ explained }: { explained: ExplanationView }) {
  const { t, i18n } = useTranslation('console')
  const { account, application, outcome, text, need, because, rules, country, unknown } = explained
  return (
    <Alert tone={tones[outcome]} title={t('policy.answer', { account, application })}>
      <p>{text}</p>
      <ul className={classes.reasons}>
        {explained.with.map(({ factor, label }) => (
          <li key={`${factor} ${label}`}>{t('policy.with', { label })}</li>
        ))}
        {because.map((reason) => (
          <li key={reason.id}>{reason.text}</li>
        ))}
        {rules.map((rule) => (
          <li key={rule.name}>
            {t('policy.byRule', { name: rule.name })} {rule.text}
          </li>
        ))}
        {country !== undefined && <li>{t('policy.comingFrom', { country })}</li>}
        {need.fresh !== undefined && <li>{t('policy.anew', { span: span(need.fresh, i18n.language) })}</li>}
        {need.remembered !== undefined && (
          <li>{t('policy.rememberedFor', { span: span(need.remembered, i18n.language) })}</li>
        )}
        {unknown.length > 0 && (
          <li>
            {t('policy.untold', { what: unknown.map((name) => t(`policy.fact.${name}`, name)).join(', ') })}
          </li>
        )}
      </ul>
    </Alert>
  )
}
