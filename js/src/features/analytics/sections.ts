// The sections of the analytics tab, beside the fields.

export { AgreementSection } from "./agreement";
export { ComparisonSection } from "./comparison";
export { ContributorsSection } from "./contributors";
export type { SectionField, SectionProps } from "./section";
