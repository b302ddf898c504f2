package io.ftpreactive.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpReplyException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What refusals of well-known servers are about. */
class KindTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # ProFTPD
            RETR a | 550 a: No such file or directory | NOT_FOUND
            LIST a | 450 a: No such file or directory | NOT_FOUND
            MKD a | 550 a: File exists | EXISTS
            RMD a | 550 a: Directory not empty | NOT_EMPTY
            DELE a | 550 a: Permission denied | DENIED
            RNTO a | 550 Rename a: Operation not permitted | DENIED
            STOR a | 550 a: Overwrite permission denied | DENIED
            STOR a | 552 a: Disk quota exceeded | NO_SPACE
            STOR a | 550 a: No space left on device | NO_SPACE
            RETR a | 550 a: Not a regular file | UNKNOWN
            MLST a | 550 'a' cannot be listed | NOT_FOUND
            # Pure-FTPd
            RETR a | 550 Can't open a: No such file or directory | NOT_FOUND
            SIZE a | 550 Can't check for file existence | NOT_FOUND
            RNFR a | 550 Sorry, but that file doesn't exist | NOT_FOUND
            MKD a | 550 Can't create directory: File exists | EXISTS
            RMD a | 550 Can't remove directory: Directory not empty | NOT_EMPTY
            STOR a | 553 Can't open that file: Permission denied | DENIED
            STOR a | 553 Prohibited file name: a | DENIED
            STOR a | 552 Quota exceeded: [a] won't be saved | NO_SPACE
            STOR a | 452 Disk full - please upload later | NO_SPACE
            RNTO a | 451 Rename/move failure: Is a directory | UNKNOWN
            RNTO a | 451 Rename/move failure: Directory not empty | NOT_EMPTY
            # vsftpd
            RETR a | 550 Failed to open file. | NOT_FOUND
            CWD a | 550 Failed to change directory. | NOT_FOUND
            SIZE a | 550 Could not get file size. | NOT_FOUND
            MDTM a | 550 Could not get file modification time. | NOT_FOUND
            RNFR a | 550 RNFR command failed. | NOT_FOUND
            STOR a | 553 Could not create file. | DENIED
            DELE a | 550 Permission denied. | DENIED
            DELE a | 550 Delete operation failed. | UNKNOWN
            MKD a | 550 Create directory operation failed. | UNKNOWN
            RMD a | 550 Remove directory operation failed. | UNKNOWN
            RNTO a | 550 Rename failed. | UNKNOWN
            LIST a | 226 Transfer done (but failed to open directory). | DENIED
            LIST a | 226 Directory send OK. | UNKNOWN
            # others, of listings
            LIST a | 226 Sorry, we were unable to read [a] | DENIED
            LIST unable to read | 226 'unable to read' is listed | UNKNOWN
            NLST a | 250 Access denied to some entries | DENIED
            NLST a | 226 Done; uploads are not allowed, read-only | UNKNOWN
            LIST a | 550 Could not open directory | DENIED
            LIST a | 550 Cannot open directory: not found | NOT_FOUND
            LIST a | 450 No files found | UNKNOWN
            # Apache FtpServer
            RETR a | 550 /a: No such file or directory. | NOT_FOUND
            CWD a | 550 No such directory. | NOT_FOUND
            LIST a | 450 Non-existing file | NOT_FOUND
            RNFR a | 550 /a: File unavailable. | NOT_FOUND
            MDTM a | 550 File /a unavailable. | NOT_FOUND
            DELE a | 550 Not a valid file "/a". | NOT_FOUND
            RMD a | 550 Not a valid directory "/a". | NOT_FOUND
            RNTO a | 553 Not a valid file name /a. | UNKNOWN
            RNTO a | 553 Can't rename file. | UNKNOWN
            MKD a | 550 /a: already exists. | EXISTS
            DELE a | 450 No permission to delete /a. | DENIED
            RMD a | 450 Can't remove directory /a. | UNKNOWN
            # IIS
            RETR a | 550 The system cannot find the file specified. | NOT_FOUND
            CWD a | 550 a: The system cannot find the path specified. | NOT_FOUND
            RETR a | 550 Access is denied. | DENIED
            MKD a | 550 Cannot create a file when that file already exists. | EXISTS
            RMD a | 550 The directory is not empty. | NOT_EMPTY
            STOR a | 550 There is not enough space on the disk. | NO_SPACE
            STOR a | 550 Not enough quota is available to process this command. | NO_SPACE
            STOR a | 550 The process cannot access the file because it is being used by another process. | UNKNOWN
            # FileZilla Server
            RETR a | 550 File not found | NOT_FOUND
            CWD a | 550 CWD failed. "/a": directory not found. | NOT_FOUND
            MKD a | 550 Directory already exists | EXISTS
            RMD a | 550 Directory not empty. | NOT_EMPTY
            RETR a | 550 Permission denied | DENIED
            RNTO a | 553 file exists | EXISTS
            # RFC 959
            MKD a | 521 "/a" directory already exists; taking no action. | EXISTS
            MKD a | 521 taking no action | EXISTS
            RETR a | 521 data connections must be protected | UNKNOWN
            STOR a | 532 Need account for storing files. | DENIED
            STOR a | 452 Requested action not taken. Insufficient storage space in system. | NO_SPACE
            STOR a | 552 Requested file action aborted. Exceeded storage allocation. | NO_SPACE
            STOR a | 553 Requested action not taken. File name not allowed. | DENIED
            RETR a | 550 Requested action not taken. File unavailable (e.g., file not found, no access). | UNKNOWN
            RETR a | 530 Not logged in. | DENIED
            RETR a | 500 No such command | UNKNOWN
            MDTM a | 502 Command does not exist | UNKNOWN
            RETR a | 550 | UNKNOWN
            # names that speak
            RETR access denied.txt | 550 access denied.txt: No such file or directory | NOT_FOUND
            RETR no such thing | 550 /NO SUCH THING: Permission denied | DENIED
            RMD no such/ | 550 no such/: Permission denied | DENIED
            RETR docs/not empty | 550 not empty: Permission denied | DENIED
            RMD quota | 550 Can't remove quota: Directory not empty | NOT_EMPTY
            RETR a | 550 File not found or access denied | UNKNOWN
            # names that the command does not have
            RETR a | 550 /x/permission-denied/not found: No such file | NOT_FOUND
            RETR a | 550 /x/not found/a: Permission denied | DENIED
            RETR a | 550 /x/not found/a: Input/output error | UNKNOWN
            RETR a | 550 /x/no-space/quota - No such file | NOT_FOUND
            RETR a | 550 Can't open /x/already exists/a: No such file or directory | NOT_FOUND
            RETR a | 550 No such file: /x/permission-denied | NOT_FOUND
            RETR a | 550 No such file: "permission denied" | NOT_FOUND
            RETR a | 550 "/x/access denied": file not found | NOT_FOUND
            RETR a | 550 'access denied': file not found | NOT_FOUND
            RETR a | 550 C:\\x\\forbidden\\a: The system cannot find the file specified. | NOT_FOUND
            MKD a | 550 /not found/a: File exists | EXISTS
            RMD a | 550 Can't remove directory /quota/not found: Directory not empty | NOT_EMPTY
            STOR a | 552 /x/not found: Disk quota exceeded | NO_SPACE
            RETR a | 550 File not found or access denied: /x | UNKNOWN
            RETR a | 550 Can't open that: can't be, doesn't exist | NOT_FOUND
            """)
    void shouldReadRefusals(String command, String reply, Kind expected) {
        assertThat(new FtpReplyException(FtpCommand.parse(command), FtpReply.of(reply)).kind())
                .isEqualTo(expected);
    }

    @Test
    void shouldReadEachLine() {
        FtpReply reply = FtpReply.of("550-Sorry", "550-a: Permission denied", "550 End");
        assertThat(new FtpReplyException(FtpCommand.retr("a"), reply).kind()).isEqualTo(Kind.DENIED);
    }

    @Test
    void shouldReadTheVerdictOfATransfer() {
        assertThat(Kind.of(FtpReply.of("451 Error during write: No space left on device")))
                .isEqualTo(Kind.NO_SPACE);
        assertThat(Kind.of(FtpReply.of("552 full"))).isEqualTo(Kind.NO_SPACE);
        assertThat(Kind.of(FtpReply.of("426 aborted"))).isEqualTo(Kind.UNKNOWN);
    }
}
