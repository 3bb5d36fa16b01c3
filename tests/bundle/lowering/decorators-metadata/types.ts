export class Imported {}
export interface ImportedInterface {}
export class OnlyType {}
