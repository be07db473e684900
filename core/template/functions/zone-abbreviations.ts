/**
 * Abbreviations of the IANA database that the runtime's own tables lack or have otherwise: minutes from UTC and what the clock is called then,
 * for the years from 2005 on; before them the newest name of an offset is taken.
 */
const LINES = `
0=+00 60=+01 | Africa/Casablanca Africa/El_Aaiun
120=CAT 60=WAT | Africa/Windhoek
-540=HDT -600=HST | America/Adak America/Atka US/Aleutian
-360=CST -420=MST | America/Chihuahua
-360=MDT -420=MST | America/Ciudad_Juarez America/Mazatlan Mexico/BajaSur
-420=MST -480=PST | America/Dawson America/Whitehorse Canada/Yukon
-240=CDT -300=CST | America/Havana Cuba
-420=MST | America/Hermosillo
-150=NDT -210=NST | America/St_Johns Canada/Newfoundland
480=+08 660=+11 | Antarctica/Casey
0=+00 120=+02 | Antarctica/Troll
480=CST | Asia/Chongqing Asia/Chungking Asia/Harbin Asia/Macao Asia/Macau Asia/Shanghai Asia/Taipei PRC ROC
330=+0530 360=+06 | Asia/Colombo
240=+04 | Asia/Dubai Asia/Muscat
420=WIB | Asia/Jakarta Asia/Pontianak
540=WIT | Asia/Jayapura
120=IST 180=IDT | Asia/Jerusalem Asia/Tel_Aviv Israel
300=PKT 360=PKST | Asia/Karachi
480=WITA | Asia/Makassar Asia/Ujung_Pandang
480=PST | Asia/Manila
510=KST 540=KST | Asia/Pyongyang
525=+0845 585=+0945 | Australia/Eucla
630=+1030 660=+11 | Australia/LHI Australia/Lord_Howe
0=GMT 60=IST | Eire Europe/Dublin
0=GMT | Etc/GMT GMT GMT+0 GMT-0 GMT0
0=GMT 60=BST | Europe/Guernsey Europe/Isle_of_Man Europe/Jersey
180=MSK 240=MSK | Europe/Kirov Europe/Moscow W-SU
120=EET 180=MSK 240=MSK | Europe/Simferopol
180=MSK 240=+04 | Europe/Volgograd
480=HKT | Asia/Hong_Kong Hongkong
540=JST | Asia/Tokyo Japan
120=MEST 60=MET | MET
765=+1245 825=+1345 | NZ-CHAT Pacific/Chatham
600=ChST | Pacific/Guam Pacific/Saipan
-660=SST | Pacific/Midway Pacific/Pago_Pago Pacific/Samoa US/Samoa
540=KST | Asia/Seoul ROK
`;

const BY_ZONE: ReadonlyMap<string, ReadonlyMap<number, string>> = new Map(
  LINES.trim()
    .split('\n')
    .flatMap((line) => {
      const [names = '', zones = ''] = line.split(' | ');
      const byMinutes = new Map(names.split(' ').map(nameOfMinutes));
      return zones.split(' ').map((zone) => [zone, byMinutes] as const);
    }),
);

function nameOfMinutes(entry: string): readonly [minutes: number, abbreviation: string] {
  const [minutes = '', abbreviation = ''] = entry.split('=');
  return [Number(minutes), abbreviation];
}

/** What the clocks of a zone are called at an offset; undefined where the runtime knows it. */
export function abbreviationOf(zone: string, offsetSeconds: number): string | undefined {
  return BY_ZONE.get(zone)?.get(offsetSeconds / 60);
}
