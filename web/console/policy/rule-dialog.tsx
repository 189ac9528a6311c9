import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Rule } from '../../api/policy.ts'
import { Dialog } from '../../kit/dialog.tsx'
import { type DraftRule, draftOf, newRule, ruleOf } from './draft.ts'
import { GracePart } from './grace-part.tsx'
import { NeedPart } from './need-part.tsx'
import classes from './policy.module.css'
import { WhatPart, WherePart, WhoPart } from './rule-parts.tsx'

interface RuleDialogProps {
  /** Absent: a new one. */
  readonly rule?: Rule | undefined
  readonly ownStrengths: readonly string[]
  readonly onKeep: (rule: Rule) => void
  readonly onClose: () => void
}

/** One rule of a draft; nothing is in force by it. */
export function RuleDialog({ rule, ownStrengths, onKeep, onClose }: RuleDialogProps) {
  const { t } = useTranslation(['console', 'kit'])
  const [draft, setDraft] = useState<DraftRule>(rule === undefined ? newRule : draftOf(rule))

  function submit(event: FormEvent): void {
    event.preventDefault()
    onKeep(ruleOf(draft))
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
            value={draft.name}
            onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          />
          <NeedPart
            need={draft.need}
            ownStrengths={ownStrengths}
            onChange={(need) => setDraft({ ...draft, need })}
          />
          <TextInput
            label={t('policy.says')}
            description={t('policy.saysHint')}
            maxLength={200}
            autoComplete="off"
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
            <WhoPart rule={draft} onChange={setDraft} />
          </Part>
          <Part title={t('policy.what')} open={draft.what !== undefined}>
            <WhatPart rule={draft} onChange={setDraft} />
          </Part>
          <Part title={t('policy.where')} open={draft.where !== undefined || draft.when !== undefined}>
            <WherePart rule={draft} onChange={setDraft} />
          </Part>
          <Part title={t('policy.grace.title')} open={draft.grace !== undefined}>
            <GracePart grace={draft.grace ?? {}} onChange={(grace) => setDraft({ ...draft, grace })} />
          </Part>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('cancel', { ns: 'kit' })}
            </Button>
            <Button type="submit">{t('policy.keep')}</Button>
          </Group>
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
