import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { listApplications } from '../../api/applications.ts'
import { keys } from '../../api/keys.ts'
import { listGroups } from '../../api/policy.ts'
import { QueryState } from '../../step-up/query-state.tsx'
import { applicationClasses } from '../applications/class-field.tsx'
import { attributesIn, linesOf } from './attribute-lines.ts'
import { CheckField } from './check-field.tsx'
import { marks, purposes, ruleDoors } from './choices.ts'
import { type DraftRule, ownZone } from './draft.ts'
import { LinesField } from './lines-field.tsx'
import classes from './policy.module.css'
import type { WrongWith } from './wrong-with.ts'

interface PartProps {
  readonly rule: DraftRule
  readonly onChange: (rule: DraftRule) => void
}

interface WrittenProps extends PartProps {
  readonly wrong: WrongWith
}

const roles = ['person', 'help-desk', 'administrator'] as const
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** Whom a rule is for. */
export function WhoPart({ rule, wrong, onChange }: WrittenProps) {
  const { t } = useTranslation('console')
  const groups = useQuery({ queryKey: keys.groups, queryFn: ({ signal }) => listGroups(signal) })
  const who = rule.who ?? {}
  const set = (more: Partial<typeof who>) => onChange({ ...rule, who: { ...who, ...more } })
  const known = groups.data?.items ?? []
  return (
    <>
      <CheckField
        label={t('policy.roles')}
        choices={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
        chosen={who.roles}
        onChange={(chosen) => set({ roles: chosen })}
      />
      <QueryState query={groups} height={0} />
      {known.length > 0 && (
        <CheckField
          label={t('policy.groups')}
          choices={known.map(({ name }) => ({ value: name, label: name }))}
          chosen={who.groups}
          onChange={(chosen) => set({ groups: chosen })}
        />
      )}
      <CheckField
        label={t('policy.marks')}
        choices={marks.map((value) => ({ value, label: t(`policy.mark.${value}`) }))}
        chosen={who.marks}
        onChange={(chosen) => set({ marks: chosen })}
      />
      <LinesField
        label={t('policy.directories')}
        description={t('policy.directoriesHint')}
        error={wrong('who.directories')}
        values={who.directories}
        onChange={(directories) => set({ directories })}
      />
      <LinesField
        label={t('policy.attributes')}
        description={t('policy.attributesHint')}
        error={wrong('who.attributes')}
        values={linesOf(who.attributes)}
        onChange={(lines) => set({ attributes: attributesIn(lines) })}
      />
      <LinesField
        label={t('policy.accounts')}
        description={t('policy.aLine')}
        error={wrong('who.accounts')}
        values={who.accounts}
        onChange={(accounts) => set({ accounts })}
      />
      <LinesField
        label={t('policy.except')}
        description={t('policy.aLine')}
        error={wrong('who.except')}
        values={who.except}
        onChange={(except) => set({ except })}
      />
    </>
  )
}

/** What a rule is for. */
export function WhatPart({ rule, onChange }: PartProps) {
  const { t } = useTranslation('console')
  const list = useQuery({ queryKey: keys.applications, queryFn: ({ signal }) => listApplications(signal) })
  const what = rule.what ?? {}
  const set = (more: Partial<typeof what>) => onChange({ ...rule, what: { ...what, ...more } })
  return (
    <>
      <CheckField
        label={t('policy.classes')}
        choices={applicationClasses.map((value) => ({ value, label: t(`policy.class.${value}`) }))}
        chosen={what.classes}
        onChange={(chosen) => set({ classes: chosen })}
      />
      <QueryState query={list} height={0} />
      <CheckField
        label={t('policy.applications')}
        choices={(list.data?.items ?? []).map(({ name }) => ({ value: name, label: name }))}
        chosen={what.applications}
        onChange={(applications) => set({ applications })}
      />
      <CheckField
        label={t('policy.doors')}
        choices={ruleDoors.map((value) => ({ value, label: t(`policy.door.${value}`) }))}
        chosen={what.doors}
        onChange={(doors) => set({ doors })}
      />
      <CheckField
        label={t('policy.purposes')}
        choices={purposes.map((value) => ({ value, label: t(`policy.purpose.${value}`) }))}
        chosen={what.purposes}
        onChange={(chosen) => set({ purposes: chosen })}
      />
    </>
  )
}

/** From where, and when. */
export function WherePart({ rule, wrong, onChange }: WrittenProps) {
  const { t } = useTranslation('console')
  const where = rule.where ?? {}
  const when = rule.when ?? {}
  const set = (more: Partial<typeof where>) => onChange({ ...rule, where: { ...where, ...more } })
  const setWhen = (more: Partial<typeof when>) => onChange({ ...rule, when: { ...when, ...more } })
  return (
    <>
      <LinesField
        label={t('policy.networks')}
        description={t('policy.networksHint')}
        error={wrong('where.networks')}
        values={where.networks}
        onChange={(networks) => set({ networks })}
      />
      <LinesField
        label={t('policy.outside')}
        description={t('policy.networksHint')}
        error={wrong('where.outside')}
        values={where.outside}
        onChange={(outside) => set({ outside })}
      />
      <LinesField
        label={t('policy.countries')}
        description={t('policy.countriesHint')}
        error={wrong('where.countries')}
        values={where.countries}
        onChange={(countries) => set({ countries })}
      />
      <LinesField
        label={t('policy.outsideCountries')}
        description={t('policy.countriesHint')}
        error={wrong('where.outsideCountries')}
        values={where.outsideCountries}
        onChange={(outsideCountries) => set({ outsideCountries })}
      />
      <NativeSelect
        label={t('policy.device')}
        value={where.device ?? ''}
        onChange={(event) => set({ device: event.currentTarget.value })}
        data={[
          { value: '', label: t('policy.anyDevice') },
          { value: 'known', label: t('policy.knownDevice') },
          { value: 'new', label: t('policy.newDevice') },
        ]}
      />
      <CheckField
        label={t('policy.days')}
        choices={days.map((value) => ({ value, label: t(`policy.day.${value}`) }))}
        chosen={when.days}
        onChange={(chosen) => setWhen({ days: chosen })}
      />
      <div className={classes.hours}>
        <TextInput
          type="time"
          label={t('policy.from')}
          error={wrong('when.from')}
          value={when.from ?? ''}
          onChange={(event) => setWhen({ from: event.currentTarget.value })}
        />
        <TextInput
          type="time"
          label={t('policy.to')}
          error={wrong('when.to')}
          value={when.to ?? ''}
          onChange={(event) => setWhen({ to: event.currentTarget.value })}
        />
        <TextInput
          label={t('policy.zone')}
          placeholder={ownZone}
          error={wrong('when.zone')}
          value={when.zone ?? ''}
          onChange={(event) => setWhen({ zone: event.currentTarget.value })}
        />
      </div>
    </>
  )
}
