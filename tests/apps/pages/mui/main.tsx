import { Accordion, AccordionDetails, AccordionSummary, Alert, AppBar, Avatar, Badge, Box, Button, ButtonGroup, Card, CardActions, CardContent, Checkbox, Chip, CssBaseline, Dialog, DialogActions, DialogContent, DialogTitle, FormControlLabel, LinearProgress, MenuItem, Rating, Slider, Stack, Switch, Tab, Table, TableBody, TableCell, TableHead, TableRow, Tabs, TextField, ThemeProvider, Toolbar, Typography, createTheme } from '@mui/material';
import Grid from '@mui/material/Grid';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

const theme = createTheme({
  palette: { primary: { main: '#00695c' } },
  typography: { fontFamily: 'sans-serif' },
  components: { MuiButtonBase: { defaultProps: { disableRipple: true } } },
});

const Quay = styled('div')(({ theme }) => ({
  padding: theme.spacing(2),
  borderLeft: `4px solid ${theme.palette.primary.main}`,
  [theme.breakpoints.down('sm')]: { borderLeftColor: theme.palette.secondary.main },
}));

function App() {
  const [asks, setAsks] = useState(false);
  return (
    <>
      <AppBar position="static"><Toolbar><Typography variant="h6" sx={{ flexGrow: 1 }}>Harbour</Typography><Badge badgeContent={4} color="error"><Avatar>H</Avatar></Badge></Toolbar></AppBar>
      <Box sx={{ p: 3 }}>
        <Grid container spacing={2}>
          <Grid size={{ xs: 12, md: 6 }}><Card elevation={3}><CardContent><Typography gutterBottom variant="h5">Arrivals</Typography><Typography color="text.secondary">The first of them at dawn.</Typography></CardContent><CardActions><Button size="small">Look</Button><Button id="ask" size="small" color="error" variant="contained" onClick={() => setAsks(true)}>Delete</Button></CardActions></Card></Grid>
          <Grid size={{ xs: 12, md: 6 }}><Stack spacing={1}><Alert severity="warning">Fog until noon.</Alert><Alert severity="success" variant="filled">The tide is high.</Alert><LinearProgress variant="determinate" value={62} /></Stack></Grid>
        </Grid>
        <Stack direction="row" spacing={1} sx={{ my: 2, flexWrap: 'wrap' }} useFlexGap>
          <TextField label="Name" defaultValue="Aurora" helperText="As it is painted" />
          <TextField label="Kind" select defaultValue="tug" variant="filled"><MenuItem value="tug">Tug</MenuItem><MenuItem value="ferry">Ferry</MenuItem></TextField>
          <TextField label="Berth" error variant="standard" />
          <FormControlLabel control={<Switch defaultChecked />} label="By night" />
          <FormControlLabel control={<Checkbox defaultChecked />} label="Tug" />
          <Rating defaultValue={3.5} precision={0.5} />
          <Chip label="open" color="success" /><Chip label="late" variant="outlined" onDelete={() => {}} />
        </Stack>
        <Slider defaultValue={30} aria-label="Knots" />
        <ButtonGroup variant="outlined"><Button>Left</Button><Button disabled>Right</Button></ButtonGroup>
        <Quay>The second quay</Quay>
        <Tabs value={0}><Tab label="Ships" /><Tab label="Quays" /></Tabs>
        <Table size="small"><TableHead><TableRow><TableCell>Ship</TableCell><TableCell align="right">Tons</TableCell></TableRow></TableHead><TableBody><TableRow selected><TableCell>Aurora</TableCell><TableCell align="right">1,204</TableCell></TableRow><TableRow><TableCell>Ziska</TableCell><TableCell align="right">933</TableCell></TableRow></TableBody></Table>
        <Accordion defaultExpanded><AccordionSummary>When?</AccordionSummary><AccordionDetails>At high water.</AccordionDetails></Accordion>
      </Box>
      <Dialog open={asks} onClose={() => setAsks(false)} transitionDuration={0}><DialogTitle>Delete Aurora?</DialogTitle><DialogContent>It cannot be had back.</DialogContent><DialogActions><Button onClick={() => setAsks(false)}>Keep</Button><Button>Delete</Button></DialogActions></Dialog>
    </>
  );
}

createRoot(document.getElementById('root')!).render(
  <ThemeProvider theme={theme}>
    <CssBaseline />
    <App />
  </ThemeProvider>,
);
