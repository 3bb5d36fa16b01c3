export const missing = "MARK_missing";
//# sourceMappingURL=nowhere.js.map
