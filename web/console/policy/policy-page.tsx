import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '../../api/keys.ts'
import { type PolicyView, type Rulebook, showPolicy, showRevision } from '../../api/policy.ts'
import { asProblem } from '../../api/problem.ts'
import { useSession } from '../../api/use-session.ts'
import card from '../../kit/card.module.css'
import { Empty } from '../../kit/empty.tsx'
import { PageHead } from '../../kit/page-head.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { span } from '../../kit/when.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import { DraftEditor } from './draft-editor.tsx'
import { Exceptions } from './exceptions.tsx'
import { Findings } from './findings.tsx'
import { History } from './history.tsx'
import { RehearsalPart } from './rehearsal.tsx'
import { RuleList } from './rule-list.tsx'
import { WhatIfCard } from './what-if.tsx'

/** Which accounts need what: the rules in force, what would come of a sign-in, and rules to come. */
export function PolicyPage() {
  const { t } = useTranslation('console')
  const query = useQuery({ queryKey: [...keys.policy, 'view'], queryFn: ({ signal }) => showPolicy(signal) })
  const administers = useSession().data?.account.role === 'administrator'
  return (
    <>
      <PageHead title={t('policy.title')} lead={t('policy.lead')} />
      <QueryState query={query} height={420} />
      {query.data !== undefined && <Policy policy={query.data} administers={administers} />}
    </>
  )
}

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Rules that another page proposes to begin with. */
    readonly draft?: Draft
  }
}

/** Rules that are being written, and the revision that they were begun from. */
interface Draft {
  readonly rulebook: Rulebook
  readonly base: number
}

function Policy({ policy, administers }: { policy: PolicyView; administers: boolean }) {
  const { t, i18n } = useTranslation('console')
  const { revision, rules } = policy
  const proposed = useLocation({ select: ({ state }) => state.draft })
  const [draft, setDraft] = useState(administers ? proposed : undefined)
  /** Begins with the rules of a revision, the one in force or an earlier one, in the place of those that are shown. */
  const beginning = useMutation({
    mutationFn: ({ number }: { readonly number: number; readonly base: number }) => showRevision(number),
    onSuccess: ({ rulebook }, { base }) => setDraft({ rulebook, base }),
  })
  const begin = (number: number) => beginning.mutate({ number, base: revision })

  return (
    <div className={card.page}>
      <section className={`${card.surface} ${card.card}`}>
        <div className={card.head}>
          <h2 className={card.heading}>{t('policy.inForceTitle')}</h2>
          {administers && draft === undefined && (
            <Button size="sm" loading={beginning.isPending} onClick={() => begin(revision)}>
              {t('policy.edit')}
            </Button>
          )}
        </div>
        {beginning.error !== null && <ProblemAlert problem={asProblem(beginning.error)} />}
        <p>{t(`policy.mfa.${policy.mfa}`)}</p>
        {policy.remembers !== undefined && (
          <p>{t('policy.remembers', { span: span(policy.remembers, i18n.language) })}</p>
        )}
        <Findings findings={policy.findings} />
        {rules.length === 0 && <Empty title={t('policy.none')}>{t('policy.noneText')}</Empty>}
        {rules.length > 0 && <RuleList rules={rules} />}
        {rules.some(({ reports }) => reports) && <RehearsalPart />}
      </section>
      {draft !== undefined && (
        <DraftEditor
          key={JSON.stringify(draft)}
          rulebook={draft.rulebook}
          base={draft.base}
          onClose={() => setDraft(undefined)}
        />
      )}
      <Exceptions demands={demandsOf(policy)} administers={administers} />
      <WhatIfCard />
      <History inForce={revision} mayApply={administers && draft === undefined} onRestore={begin} />
    </div>
  )
}

/** What an exception may leave out, by the ids under which decisions give their reasons. */
function demandsOf({ mfa, rules }: PolicyView): readonly string[] {
  return [...(mfa === 'required' ? ['mfa.required'] : []), ...rules.map(({ name }) => `rule:${name}`)]
}
