export const first = "MARK_first";
export const second = "MARK_second";
//# sourceMappingURL=two.js.map
