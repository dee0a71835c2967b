namespace AllianceAuth.Authentication.Domain;

/// <summary>Words that people use as passwords, alone or with digits and signs around them.</summary>
internal static class CommonPasswords
{
    private static readonly HashSet<string> Words = new(
        """
        password passwort passw0rd p@ssword p@ssw0rd pass admin administrator root superuser letmein welcome login master monkey dragon
        qwerty qwertz azerty qwertyuiop qwertzuiop asdfgh asdfghjkl asdfjkl zxcvbn zxcvbnm yxcvbnm 1q2w3e 1q2w3e4r 1q2w3e4r5t 1qaz2wsx qazwsx
        abc abcd abcde abcdef abcdefg abcdefgh iloveyou sunshine princess football baseball basketball superman batman spiderman shadow michael
        jennifer jordan hunter ranger buster soccer hockey killer george charlie andrew michelle jessica pepper daniel access thunder ginger
        hammer summer winter spring autumn starwars starwar startrek computer internet freedom whatever trustno1 trustno cheese corvette mustang
        ferrari mercedes porsche secret secrets changeme default guest user test tester testing temp temporary server database matrix phoenix
        passpass hello helloworld world alliance allianceauth eve eveonline eveo online capsuleer tranquility jita amarr caldari gallente minmatar
        rifter titan dreadnought supercarrier goonswarm ccp ccpgames concord
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    public static bool Contain(string password)
    {
        var word = password.Trim().TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '!', '.', '?', '#', '*', '$', '_', '-');
        return Words.Contains(password) || Words.Contains(word) || IsOneLetter(password) || IsRun(password);
    }

    private static bool IsOneLetter(string password) => password.Length > 0 && password.Distinct().Count() <= 2;

    /// <summary>12345678, abcdefgh and the like, up or down.</summary>
    private static bool IsRun(string password) =>
        password.Length > 3 && (Steps(password).All(step => step == 1) || Steps(password).All(step => step == -1));

    private static IEnumerable<int> Steps(string password) => password.Zip(password.Skip(1), (a, b) => b - a);
}
