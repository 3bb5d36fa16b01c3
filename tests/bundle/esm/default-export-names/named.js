export default function kept() {}
