import DrawnPets
import Foundation
import SegTestSupport
import Testing

/// The whole path with the real commands: a drawn Pet folder becomes shards, in pipes.
@Suite struct PetPathTests {
  private static let operations =
    "resize=48x48 hflip jitter:brightness=0.3,contrast=0.3,saturation=0.3,hue=0.1"

  /// A folder with the data set `pets` in it.
  private func petFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try DrawnPetSet(trainval: 10, test: 4).write(to: folder.file("pets"))
    return folder
  }

  @Test func bytesDoNotDependOnJobs() throws {
    let folder = try petFolder()
    let sums = try [1, 2, 5].map { jobs in
      let line = "segls pets -q | segaug \(Self.operations) --copies 2 --seed 7 -j \(jobs) | cksum"
      let result = try shell(line, in: folder)
      #expect(result.status == 0, "\(result.errors)")
      return result.text
    }
    #expect(Set(sums).count == 1)
  }

  @Test func halvesOfTheManifestGiveTheSameMembers() throws {
    let result = try shell(
      """
      segls pets -q > all.jsonl && head -n 6 all.jsonl > a.jsonl && tail -n +7 all.jsonl > b.jsonl
      for name in all a b; do
        mkdir $name
        segaug \(Self.operations) --copies 2 --seed 7 $name.jsonl | tar xf - -C $name || exit 1
      done
      mv b/* a/ && diff -r a all && ls all | wc -l
      ! cmp -s all/beagle_10~0.image.npy all/beagle_10~1.image.npy
      """, in: petFolder())
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.text == "\(14 * 2 * 3)\n")
  }

  @Test func everyFormIsAnInput() throws {
    let result = try shell(
      """
      set -e
      segls pets -q > all.jsonl && segmask all.jsonl > all.tar && segpack -q all.tar -o set
      for input in all.jsonl all.tar set; do segaug resize=32x32 $input -o $(basename $input).out.tar; done
      cmp all.jsonl.out.tar all.tar.out.tar && cmp all.jsonl.out.tar set.out.tar
      tar tf set.out.tar | wc -l
      cat all.tar all.tar | segaug resize=32x32 | tar tf - | wc -l
      segaug hflip=1 pets/images/beagle_10.jpg pets/annotations/trimaps/beagle_10.png \
        --mask-encoding trimap -o out && ls out
      """, in: petFolder())
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.text == "\(14 * 3)\n\(2 * 14 * 3)\nbeagle_10.json\nbeagle_10.mask.png\nbeagle_10.png\n"
    )
  }

  @Test func killedUpstreamMakesNoShardSet() throws {
    let result = try shell(
      """
      segls pets -q | segaug resize=48x48 > whole.tar
      head -c 60000 whole.tar | segpack -q -o cut; echo ${PIPESTATUS[1]}; ls cut
      """, in: petFolder())
    #expect(result.text == "65\n")
    #expect(result.errors.contains("the last whole sample is"))
  }

  /// A set that is not whole is never read as a smaller one.
  @Test func aSetThatIsNotWholeIsNoInput() throws {
    let result = try shell(
      """
      segls pets -q | segpack -q -o set --shard-samples 5
      touch set/.segpack-journal.jsonl; segaug hflip set | cat > /dev/null; echo $?
      rm set/.segpack-journal.jsonl set/shard-000001.tar
      segview set -o sheet.png; echo $?; ls sheet.png
      """, in: petFolder())
    #expect(result.text == "65\n65\n")
    #expect(result.errors.contains("segaug: set: segpack was interrupted"))
    #expect(result.errors.contains("segview: set: shard-000001.tar is missing"))
  }

  /// Damage that still decodes is found where a set is read, and what is not of the set is not read.
  @Test func aChangedMemberIsFound() throws {
    let result = try shell(
      """
      segls pets -q | segaug resize=48x48 | segpack -q -o set --store raw
      cp set/shard-000000.tar set/stray.tar; segaug hflip set | tar tf - | wc -l
      printf X | dd of=set/shard-000000.tar bs=1 seek=3000 conv=notrunc status=none
      segpack -q set -o again; echo $?; ls again/dataset.json
      """, in: petFolder())
    #expect(result.text == "\(14 * 3)\n65\n")
    #expect(result.errors.contains("image.npy is not what dataset.json says"))
  }

  @Test func twoClassTablesAreAnError() throws {
    let result = try shell(
      """
      (segls pets -q --classes binary; segls pets -q --classes pet) | segaug hflip | cat > /dev/null
      """, in: petFolder())
    #expect(result.status == 65)
    #expect(result.errors.contains("class table oxford-pet/pet differs from oxford-pet/binary"))
  }

  @Test func damagedSamplesAreSkippedOrKept() throws {
    let result = try shell(
      """
      segls pets -q > all.jsonl; head -c 3000 pets/images/beagle_10.jpg > cut
      mv cut pets/images/beagle_10.jpg
      segaug hflip all.jsonl | cat > /dev/null; echo $?
      segaug hflip all.jsonl --on-error skip -o skipped.tar; echo $?
      segaug hflip all.jsonl --on-error quarantine=bad -o kept.tar; echo $?
      cmp skipped.tar kept.tar && cut -c 1-18 bad/quarantine.jsonl
      segaug hflip --lenient all.jsonl -q > whole.tar; echo $?
      """, in: petFolder())
    #expect(result.text == "65\n1\n1\n{\"key\":\"beagle_10\"\n0\n")
    #expect(result.errors.contains("beagle_10.jpg: sample beagle_10: JPEG: damaged"))
  }

  @Test func aClosedPipeEndsQuietly() throws {
    let result = try shell(
      "segls pets -q | segaug resize=256x256 --copies 40 | head -c 1000 | wc -c; echo ${PIPESTATUS[1]}",
      in: petFolder())
    #expect(result.text == "1000\n0\n")
    #expect(result.errors == "")
  }
}
