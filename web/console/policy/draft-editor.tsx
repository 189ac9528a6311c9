import { Button, Group } from '@mantine/core'
import IconPlus from '@tabler/icons-react/icons/IconPlus'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Rule, Rulebook } from '../../api/policy.ts'
import { Answers } from '../../kit/answers.tsx'
import card from '../../kit/card.module.css'
import { Empty } from '../../kit/empty.tsx'
import { ApplyDialog } from './apply-dialog.tsx'
import classes from './policy.module.css'
import { Preview, usePreview } from './preview.tsx'
import { RehearsalPart } from './rehearsal.tsx'
import { RuleDialog } from './rule-dialog.tsx'
import { StrengthsPart } from './strengths-part.tsx'

interface DraftEditorProps {
  readonly rulebook: Rulebook
  /** The revision that it was begun from. */
  readonly base: number
  readonly onClose: () => void
}

/** Rules that are being written, with what they would change; nothing of it is in force before it is applied. */
export function DraftEditor({ rulebook, base, onClose }: DraftEditorProps) {
  const { t } = useTranslation(['console', 'kit'])
  const [draft, setDraft] = useState(rulebook)
  const [editing, setEditing] = useState<number>()
  const [applying, setApplying] = useState(false)
  const preview = usePreview(draft)
  const changed = (preview.data?.changes.length ?? 0) > 0
  // Meanwhile what is shown is of the draft before, and nobody has seen what this one changes.
  const known = !preview.isPlaceholderData && preview.error === null

  function keep(rule: Rule): void {
    const rules = draft.rules.toSpliced(editing ?? draft.rules.length, 1, rule)
    setDraft({ ...draft, rules })
    setEditing(undefined)
  }

  return (
    <section className={`${card.surface} ${card.card}`} aria-label={t('policy.draft')}>
      <div className={card.head}>
        <h2 className={card.heading}>{t('policy.draft')}</h2>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setEditing(draft.rules.length)}
        >
          {t('policy.add')}
        </Button>
      </div>
      {draft.rules.length === 0 && <Empty title={t('policy.noDraft')}>{t('policy.noDraftText')}</Empty>}
      <ul className={classes.drafts}>
        {draft.rules.map((rule, index) => (
          <li key={rule.name} className={classes.drafted}>
            <strong>{rule.name}</strong>
            <Group gap="xs">
              <Button
                size="xs"
                variant="default"
                aria-label={t('policy.changeNamed', { name: rule.name })}
                onClick={() => setEditing(index)}
              >
                {t('policy.change')}
              </Button>
              <Button
                size="xs"
                variant="default"
                aria-label={t('policy.removeNamed', { name: rule.name })}
                onClick={() => setDraft({ ...draft, rules: draft.rules.toSpliced(index, 1) })}
              >
                {t('policy.remove')}
              </Button>
            </Group>
          </li>
        ))}
      </ul>
      <StrengthsPart draft={draft} onChange={(strengths) => setDraft({ ...draft, strengths })} />
      <Preview draft={draft} preview={preview} />
      {changed && <RehearsalPart key={JSON.stringify(draft)} rulebook={draft} />}
      <Answers>
        <Button variant="default" onClick={onClose}>
          {t('policy.discard')}
        </Button>
        <Button disabled={!changed || !known} onClick={() => setApplying(true)}>
          {t('policy.apply')}
        </Button>
      </Answers>
      {editing !== undefined && (
        <RuleDialog
          rule={draft.rules[editing]}
          others={{ ...draft, rules: draft.rules.toSpliced(editing, 1) }}
          onKeep={keep}
          onClose={() => setEditing(undefined)}
        />
      )}
      {applying && (
        <ApplyDialog
          rules={draft}
          base={base}
          changes={preview.data?.changes ?? []}
          onApplied={onClose}
          onClose={() => setApplying(false)}
        />
      )}
    </section>
  )
}
