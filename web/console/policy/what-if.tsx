import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { type ChangeEvent, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listApplications } from '../../api/applications.ts'
import { keys } from '../../api/keys.ts'
import { type ExplanationView, explainPolicy, type WhatIf } from '../../api/policy.ts'
import { asProblem } from '../../api/problem.ts'
import { Alert, type Tone } from '../../kit/alert.tsx'
import card from '../../kit/card.module.css'
import { FormProblem } from '../../kit/form-problem.tsx'
import { useIssueText } from '../../kit/issue-text.ts'
import { useReasonText } from '../../kit/reason-text.ts'
import { exact, span } from '../../kit/when.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import { purposes, ruleDoors } from './choices.ts'
import classes from './policy.module.css'
import { RuleText } from './rule-text.tsx'

/** As the form holds it: what is empty is not told. */
type Asked = Readonly<Partial<Record<keyof WhatIf, string>>>

/** Asks the functions that decide what would come of a sign-in, and why. */
export function WhatIfCard() {
  const { t } = useTranslation('console')
  const list = useQuery({ queryKey: keys.applications, queryFn: ({ signal }) => listApplications(signal) })
  const [asked, setAsked] = useState<Asked>({})
  const asking = useMutation({ mutationFn: explainPolicy })
  const problem = asking.error === null ? undefined : asProblem(asking.error)
  const issueText = useIssueText(problem?.details.issues)
  const applications = (list.data?.items ?? []).filter(({ kind }) => kind === 'client')

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    asking.mutate(whatIfOf(asked))
  }

  function field(name: keyof WhatIf) {
    return {
      error: issueText(name),
      value: asked[name] ?? '',
      onChange: (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
        setAsked({ ...asked, [name]: event.currentTarget.value }),
    }
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
          {...field('account')}
        />
        <NativeSelect
          label={t('policy.application')}
          {...field('application')}
          data={[
            { value: '', label: t('policy.ownPages') },
            ...applications.map(({ name }) => ({ value: name, label: name })),
          ]}
        />
        <NativeSelect
          label={t('policy.purposeOf')}
          {...field('purpose')}
          data={purposes.map((value) => ({ value, label: t(`policy.purpose.${value}`) }))}
        />
        <NativeSelect
          label={t('policy.doorOf')}
          {...field('door')}
          data={[
            { value: '', label: t('policy.untoldDoor') },
            ...ruleDoors.map((value) => ({ value, label: t(`policy.door.${value}`) })),
          ]}
        />
        <TextInput
          label={t('policy.source')}
          placeholder="203.0.113.7"
          autoComplete="off"
          {...field('source')}
        />
        <TextInput
          label={t('policy.country')}
          placeholder={t('policy.countryOfAddress')}
          autoComplete="off"
          maxLength={2}
          {...field('country')}
        />
        <NativeSelect
          label={t('policy.device')}
          {...field('device')}
          data={[
            { value: '', label: t('policy.unknownDevice') },
            { value: 'known', label: t('policy.knownDevice') },
            { value: 'new', label: t('policy.newDevice') },
          ]}
        />
        <TextInput type="datetime-local" label={t('policy.at')} {...field('at')} />
        <Button type="submit" loading={asking.isPending}>
          {t('policy.ask')}
        </Button>
      </form>
      <QueryState query={list} height={0} />
      <FormProblem problem={problem} marked={(problem?.details.issues ?? []).length > 0} />
      {asking.data !== undefined && <Answer explained={asking.data} />}
    </section>
  )
}

/** The time is that of the clock of whoever asks. */
function whatIfOf({ account = '', at = '', ...asked }: Asked): WhatIf {
  const given = Object.entries(asked).map(([name, value]) => [name, value.trim()])
  return {
    account,
    ...Object.fromEntries(given.filter(([, value]) => value !== '')),
    ...(at === '' ? {} : { at: new Date(at).getTime() }),
  }
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
  const { account, application, outcome, need, because, rules, country, unknown } = explained
  const reasonText = useReasonText()
  return (
    <Alert tone={tones[outcome]} title={t('policy.answer', { account, application })}>
      <p>{comes(explained, t, i18n.language)}</p>
      <ul className={classes.reasons}>
        {explained.with.map(({ factor, label }) => (
          <li key={`${factor} ${label}`}>{t('policy.with', { label })}</li>
        ))}
        {because.map((reason) => (
          <li key={reason.id}>{reasonText(reason)}</li>
        ))}
        {rules.map((rule) => (
          <li key={rule.name}>
            {t('policy.byRule', { name: rule.name })} <RuleText rule={rule.rule} />
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

/** What would come of it, and what has to be done on the way. */
function comes({ outcome, need, grace }: ExplanationView, t: TFunction<'console'>, language: string): string {
  const ends = [
    ...(grace?.until === undefined
      ? []
      : [t('policy.grace.untilFact', { until: exact(grace.until, language) })]),
    ...(grace?.left === undefined ? [] : [t('policy.grace.skipsFact', { count: grace.left })]),
  ]
  return [
    t(need.renewal === 'barred' ? 'policy.comes.barred' : `policy.comes.${outcome}`),
    ...(need.renewal === 'due' ? [t('policy.comes.renewed')] : []),
    ...(ends.length === 0
      ? []
      : [
          t('policy.comes.putOff', {
            ends: new Intl.ListFormat(language, { type: 'disjunction' }).format(ends),
          }),
        ]),
  ].join(' ')
}
