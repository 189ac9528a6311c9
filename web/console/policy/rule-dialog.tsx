import { Button, Checkbox, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { previewRules, type Rule, type Rulebook } from '../../api/policy.ts'
import { asProblem } from '../../api/problem.ts'
import { Answers } from '../../kit/answers.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { FormProblem } from '../../kit/form-problem.tsx'
import { useIssueText } from '../../kit/issue-text.ts'
import { type DraftRule, draftOf, newRule, ruleOf } from './draft.ts'
import { GracePart } from './grace-part.tsx'
import { NeedPart } from './need-part.tsx'
import classes from './policy.module.css'
import { WhatPart, WherePart, WhoPart } from './rule-parts.tsx'
import { fields, type WrongWith } from './wrong-with.ts'

interface RuleDialogProps {
  /** Absent: a new one. */
  readonly rule?: Rule | undefined
  /** The draft without it. */
  readonly others: Rulebook
  readonly onKeep: (rule: Rule) => void
  readonly onClose: () => void
}

/** One rule of a draft, kept once the server can take it as it is; nothing is in force by it. */
export function RuleDialog({ rule, others, onKeep, onClose }: RuleDialogProps) {
  const { t } = useTranslation(['console', 'kit'])
  const [draft, setDraft] = useState<DraftRule>(rule === undefined ? newRule : draftOf(rule))
  const checking = useMutation({
    mutationFn: (written: Rule) => previewRules({ ...others, rules: [...others.rules, written] }),
    onSuccess: (_, written) => onKeep(written),
  })
  const problem = checking.error === null ? undefined : asProblem(checking.error)
  const issueText = useIssueText(problem?.details.issues)
  const wrong: WrongWith = (field) => issueText(`rulebook.rules.${others.rules.length}.${field}`)

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    checking.mutate(ruleOf(draft))
  }

  return (
    <Dialog onClose={onClose} title={t(rule === undefined ? 'policy.newRule' : 'policy.changeRule')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={t('policy.name')}
            required
            withAsterisk={false}
            maxLength={64}
            autoComplete="off"
            error={wrong('name')}
            value={draft.name}
            onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          />
          <NeedPart
            need={draft.need}
            ownStrengths={Object.keys(others.strengths)}
            wrong={wrong}
            onChange={(need) => setDraft({ ...draft, need })}
          />
          <TextInput
            label={t('policy.says')}
            description={t('policy.saysHint')}
            maxLength={200}
            autoComplete="off"
            error={wrong('says')}
            value={draft.says ?? ''}
            onChange={(event) => setDraft({ ...draft, says: event.currentTarget.value })}
          />
          <Checkbox
            size="sm"
            label={t('policy.reportOnly')}
            description={t('policy.reportOnlyHint')}
            checked={draft.report === true}
            onChange={(event) => setDraft(reporting(draft, event.currentTarget.checked))}
          />
          <Part title={t('policy.who')} open={draft.who !== undefined}>
            <WhoPart rule={draft} wrong={wrong} onChange={setDraft} />
          </Part>
          <Part title={t('policy.what')} open={draft.what !== undefined}>
            <WhatPart rule={draft} onChange={setDraft} />
          </Part>
          <Part title={t('policy.where')} open={draft.where !== undefined || draft.when !== undefined}>
            <WherePart rule={draft} wrong={wrong} onChange={setDraft} />
          </Part>
          <Part title={t('policy.grace.title')} open={draft.grace !== undefined}>
            <GracePart
              grace={draft.grace ?? {}}
              wrong={wrong}
              onChange={(grace) => setDraft({ ...draft, grace })}
            />
          </Part>
          <FormProblem problem={problem} marked={fields.some((field) => wrong(field) !== undefined)} />
          <Answers>
            <Button variant="default" onClick={onClose}>
              {t('cancel', { ns: 'kit' })}
            </Button>
            <Button type="submit" loading={checking.isPending}>
              {t('policy.keep')}
            </Button>
          </Answers>
        </Stack>
      </form>
    </Dialog>
  )
}

function reporting({ report: _, ...draft }: DraftRule, on: boolean): DraftRule {
  return on ? { ...draft, report: true } : draft
}

/** A part of a rule that may be left out: then it fits everybody, everything, everywhere. */
function Part({ title, open, children }: { title: string; open: boolean; children: ReactNode }) {
  return (
    <details className={classes.part} open={open || undefined}>
      <summary>{title}</summary>
      <div className={classes.fields}>{children}</div>
    </details>
  )
}
