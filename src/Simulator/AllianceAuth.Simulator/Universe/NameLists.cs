namespace AllianceAuth.Simulator.Universe;

/// <summary>Words that names are made of. Each culture pairs its own given and family names most of the time.</summary>
internal static class NameLists
{
    public static readonly (string[] Female, string[] Male, string[] Family)[] Cultures =
    [
        (["Maja", "Sigrun", "Astrid", "Ylva", "Ragna", "Tove", "Liv", "Solveig"], ["Anders", "Torvald", "Eskil", "Halvor", "Leif", "Sten", "Ivar", "Bjarke"],
            ["Ostberg", "Halvik", "Stromme", "Lindqvarn", "Fjeldsa", "Rognar", "Tveitane", "Askild", "Vinterberg", "Hagelund", "Skarn", "Morkved"]),
        (["Akari", "Hana", "Mizuki", "Noriko", "Sayuri", "Tomoe", "Yumi", "Kaede"], ["Daichi", "Haruto", "Kenji", "Ryota", "Shinji", "Takumi", "Yoshiro", "Isamu"],
            ["Tanahara", "Okamori", "Shirogane", "Fujisaka", "Minazuki", "Kurohane", "Arisugawa", "Hoshizora", "Nagamitsu", "Utsumori", "Kagetora", "Sawabe"]),
        (["Adaeze", "Chioma", "Efua", "Nkechi", "Sade", "Zuri", "Amara", "Temi"], ["Babatun", "Chidi", "Kwabena", "Obinna", "Sekou", "Tunde", "Kofi", "Jabari"],
            ["Okonwa", "Adebisi", "Mensaro", "Nwachuku", "Diallou", "Abara", "Olumide", "Asanteh", "Kamaru", "Ekwensa", "Boatengo", "Zuberi"]),
        (["Ximena", "Lucinda", "Paloma", "Itzel", "Marisol", "Rocio", "Valencia", "Inez"], ["Aurelio", "Cruz", "Esteban", "Joaquin", "Mateo", "Rafael", "Tadeo", "Ignacio"],
            ["Valdemora", "Quintanar", "Reyesco", "Montalvez", "Arroyal", "Santibar", "Escalona", "Cordovan", "Belmonta", "Carrizal", "Olmedo", "Zambrano"]),
        (["Aveline", "Celeste", "Elodie", "Margaux", "Noemie", "Solene", "Vivienne", "Ondine"], ["Bastien", "Corentin", "Gaspard", "Lucien", "Remy", "Thibault", "Olivier", "Anselme"],
            ["Beaumarais", "Delacourbe", "Fontenaille", "Lachenay", "Montrevel", "Rochambel", "Villandry", "Auberive", "Charpentel", "Duvernoy", "Garonval", "Sauvelin"]),
        (["Alina", "Darya", "Ksenia", "Mila", "Oksana", "Rusalka", "Vesna", "Zoryana"], ["Bohdan", "Dmitro", "Kazimir", "Lubomir", "Oleksa", "Radek", "Stanimir", "Yarek"],
            ["Kovalenkov", "Vorontsa", "Zelinsky", "Marchenka", "Dragomar", "Holubenko", "Petrashka", "Sokolvar", "Brankovic", "Kralovec", "Tarasyn", "Wolanska"]),
        (["Anwen", "Ceridwen", "Eilidh", "Fiadh", "Niamh", "Rhiannon", "Saoirse", "Tamsin"], ["Aonghas", "Cormac", "Declan", "Emrys", "Fergus", "Lorcan", "Rhys", "Taran"],
            ["O'Malloran", "MacAlder", "Brannoch", "Carragher", "Pengelleth", "Trewarrin", "Llewarch", "O'Dunmore", "Kincarron", "Gallowmoor", "Tregarth", "Fenwyllan"]),
        (["Anjali", "Devika", "Ishani", "Kavya", "Meera", "Nandini", "Priyanka", "Shreya"], ["Aravind", "Devraj", "Harish", "Kiran", "Nikhil", "Rohan", "Suresh", "Vikram"],
            ["Chandrasen", "Deshkar", "Iyengal", "Kulkaran", "Mukhersen", "Nambiyar", "Pillaivan", "Raghuvan", "Sharmila", "Thakural", "Vaidyan", "Banerjit"]),
        (["Farah", "Laleh", "Nasrin", "Parisa", "Roxane", "Shirin", "Yasmin", "Zahra"], ["Arman", "Bahram", "Cyrus", "Darian", "Javad", "Kaveh", "Rostam", "Siavash"],
            ["Ahmadzai", "Behrouzi", "Daneshvar", "Farrokhan", "Golestan", "Khorsandi", "Mehrabani", "Nourizad", "Rahimian", "Sohrabi", "Tavakol", "Zandieh"]),
        (["Calla", "Ember", "Isolde", "Juno", "Linnet", "Odessa", "Rowan", "Wren"], ["Ash", "Corin", "Dax", "Garrick", "Jory", "Lysander", "Orrin", "Vance"],
            ["Ashgrove", "Blackmere", "Coldwell", "Duskryn", "Farrowgate", "Hallowell", "Ironbridge", "Marrowick", "Nightingale", "Ravenscar", "Stonehollow", "Wyndham-Vale"]),
    ];

    /// <summary>What pilots call their ships.</summary>
    public static readonly string[] ShipNames =
        ["Second Thoughts", "Last Call", "Paper Lantern", "Bright Idea", "No Refunds", "Gentle Reminder", "Cold Tea", "Borrowed Time", "Patience", "Loud Whisper", "Sunday Driver", "Plan B"];

    public static readonly string[] Titles =
        ["Navigator", "Quartermaster", "<color=0xffe3b341>Lampwright</color>", "Recruiter", "Fleet Tutor", "Hauler of Note", "Diplomatic Attache", "Night Watch"];

    public static readonly string[] CorporationFirst =
        ["Amber", "Ashen", "Azure", "Brass", "Copper", "Distant", "Drifting", "Ember", "Frost", "Gilded", "Hidden", "Iron", "Ivory", "Marble", "Midnight", "Northern", "Pale", "Quiet",
            "Red", "Salt", "Silver", "Slow", "Solar", "Tidal", "Velvet", "Wandering", "Winter", "Woven"];

    public static readonly string[] CorporationSecond =
        ["Anchor", "Anvil", "Beacon", "Compass", "Ferry", "Foundry", "Garden", "Harbour", "Heron", "Kettle", "Loom", "Meridian", "Orchard", "Parallax", "Quarry", "Reliquary", "Sextant",
            "Spindle", "Thistle", "Vanguard", "Vector", "Wharf"];

    public static readonly string[] CorporationLast =
        ["", "", " Industries", " Logistics", " Company", " Syndicate", " Works", " Initiative", " Salvage", " Expeditions", " Holdings", " Rangers", " Collective", " Freight"];

    public static readonly string[] Onsets = ["B", "Br", "C", "D", "Dr", "F", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S", "Sh", "T", "Th", "V", "W", "Z"];

    public static readonly string[] Middles = ["an", "ar", "e", "el", "en", "i", "ia", "il", "o", "or", "u", "un"];

    public static readonly string[] Endings = ["dal", "dris", "kan", "la", "len", "mir", "na", "ner", "ra", "rin", "ros", "sa", "ta", "tor", "var", "vis"];
}
