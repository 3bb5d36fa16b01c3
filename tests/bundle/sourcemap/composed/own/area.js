var Unit = /* @__PURE__ */ ((Unit2) => {
  Unit2["Metre"] = "MARK_metre";
  return Unit2;
})(Unit || {});
const area = (width, height) => {
  const product = width * height;
  return product + "MARK_metre" /* Metre */;
};
export {
  Unit,
  area
};
//# sourceMappingURL=data:application/json;base64,ewogICJ2ZXJzaW9uIjogMywKICAic291cmNlcyI6IFsic3JjL2FyZWEudHMiXSwKICAic291cmNlc0NvbnRlbnQiOiBbImV4cG9ydCBlbnVtIFVuaXQgeyBNZXRyZSA9IFwiTUFSS19tZXRyZVwiIH1cbmV4cG9ydCBjb25zdCBhcmVhID0gKHdpZHRoOiBudW1iZXIsIGhlaWdodDogbnVtYmVyKTogc3RyaW5nID0+IHtcbiAgY29uc3QgcHJvZHVjdDogbnVtYmVyID0gd2lkdGggKiBoZWlnaHQ7XG4gIHJldHVybiBwcm9kdWN0ICsgVW5pdC5NZXRyZTtcbn07XG4iXSwKICAibWFwcGluZ3MiOiAiQUFBTyxJQUFLLE9BQUwsa0JBQUtBLFVBQUw7QUFBWSxFQUFBQSxNQUFBLFdBQVE7QUFBZixTQUFBQTtBQUFBLEdBQUE7QUFDTCxNQUFNLE9BQU8sQ0FBQyxPQUFlLFdBQTJCO0FBQzdELFFBQU0sVUFBa0IsUUFBUTtBQUNoQyxTQUFPLFVBQVU7QUFDbkI7IiwKICAibmFtZXMiOiBbIlVuaXQiXQp9Cg==
