export const broken = "MARK_broken";
//# sourceMappingURL=broken.js.map
