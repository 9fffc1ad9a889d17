// People and projects: who works where, and what was done.

export { PeoplePanel, type PeoplePanelProps } from "./panel";
