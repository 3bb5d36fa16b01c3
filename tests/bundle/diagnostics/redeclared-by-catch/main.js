let error;
try {
  error = 1;
} catch (error) {
  var error = 2;
}
