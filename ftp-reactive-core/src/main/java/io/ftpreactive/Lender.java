package io.ftpreactive;

/** Lends sessions. */
interface Lender {

    /** Finds sessions for a loan, now or later. */
    void ask(Loan loan);

    /** Forgets a loan, if there was no session for it yet. */
    void withdraw(Loan loan);

    /**
     * Takes the sessions of a loan back.
     *
     * @param loan one that has got them
     * @param then run once whoever waits for them can have them
     */
    void giveBack(Loan loan, Runnable then);

    /** Whether what a loan was used for may be begun again: its session was dead by the time it was lent. */
    boolean wasStale(Loan loan);
}
