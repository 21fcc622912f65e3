-- What scripts/check-neovim.sh has Neovim do with each file. Anything that is not as expected ends Neovim with an error.

-- Code, line and column of every finding, from 1, in bytes as Neovim counts: `found` of the file, `moved` of the file with
-- `insert` before its line 2, `left` of the file with `torn` for the line of the first finding. `hover`: the text to stand
-- on, and what is shown.
local cases = {
  {
    name = 'web.json',
    found = { 'trailing-comma 6:83' },
    insert = '"a": "',
    moved = { 'syntax 2:6', 'syntax 3:3', 'trailing-comma 7:83', 'unknown-key 2:1' },
    torn = '    { "name": "web',
    left = { 'syntax 6:15', 'syntax 7:3' },
    hover = { 'image', 'ecr:BatchGetImage' },
    fixed = true,
  },
  {
    name = 'template.yaml',
    found = { 'misspelt-execution-role 10:7' },
    insert = 'A: [',
    moved = { 'misspelt-execution-role 11:7', 'syntax 2:4' },
    torn = '      executionRoleArn: "',
    left = { 'syntax 10:25' },
    hover = { 'Image: ', 'ecr:BatchGetImage' },
    fixed = true,
  },
  {
    name = 'module.tf',
    found = { 'execution-role-invalid 8:30', 'unknown-key 10:89' },
    insert = 'locals { a = "',
    moved = { 'execution-role-invalid 9:30', 'syntax 2:14', 'syntax 2:8', 'unknown-key 11:89' },
    torn = '  execution_role_arn = "',
    left = { 'syntax 8:24', 'unknown-key 10:89' },
    hover = { 'execution_role_arn', 'ecr:BatchGetImage' },
  },
}
local folder = vim.env.CHECKED_FILES

local function check(what, expected, seen)
  if expected ~= seen then
    error(what .. '\nexpected:\n' .. tostring(expected) .. '\nseen:\n' .. tostring(seen), 0)
  end
end

local function findings()
  local lines = {}
  for _, it in ipairs(vim.diagnostic.get(0)) do
    table.insert(lines, ('%s %d:%d'):format(it.code, it.lnum + 1, it.col + 1))
  end
  table.sort(lines)
  return table.concat(lines, '\n')
end

-- The server answers when it can: what is compared is what was seen last.
local function wait_for(what, expected)
  expected = table.concat(expected, '\n')
  vim.wait(8000, function()
    return findings() == expected
  end, 20)
  check(what, expected, findings())
end

local function hover(case)
  local text, shown = case.hover[1], case.hover[2]
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  check(case.name .. ': a place for hover', true, vim.fn.search(text, 'W') > 0)
  local client = vim.lsp.get_clients({ bufnr = 0, name = 'needs-exec-role' })[1]
  local place = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local answer = client:request_sync('textDocument/hover', place, 8000, 0)
  local value = vim.tbl_get(answer or {}, 'result', 'contents', 'value') or vim.inspect(answer)
  if not value:find(shown, 1, true) then
    check(case.name .. ': hover on ' .. text, '... ' .. shown .. ' ...', value)
  end
end

local function fix(case)
  local finding = vim.diagnostic.get(0)[1]
  vim.api.nvim_win_set_cursor(0, { finding.lnum + 1, finding.col })
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.isPreferred
    end,
  })
  wait_for(case.name .. ': findings after the fix', {})
  vim.cmd('silent write')
  local expected = vim.fn.readblob(folder .. '/' .. case.name .. '.expected')
  check(case.name .. ': the file that was saved', expected, vim.fn.readblob(case.name))
end

local function try(case)
  vim.cmd.edit(case.name)
  wait_for(case.name .. ': findings', case.found)
  hover(case)
  vim.api.nvim_buf_set_lines(0, 1, 1, true, { case.insert })
  wait_for(case.name .. ': findings after a syntax error above them', case.moved)
  vim.api.nvim_buf_set_lines(0, 1, 2, true, {})
  wait_for(case.name .. ': findings after that error is gone', case.found)
  local line = tonumber(case.found[1]:match(' (%d+):'))
  local whole = vim.api.nvim_buf_get_lines(0, line - 1, line, true)
  vim.api.nvim_buf_set_lines(0, line - 1, line, true, { case.torn })
  wait_for(case.name .. ': findings after a syntax error in their place', case.left)
  vim.api.nvim_buf_set_lines(0, line - 1, line, true, whole)
  wait_for(case.name .. ': findings after the line is whole again', case.found)
  if case.fixed then
    fix(case)
  end
  io.stdout:write(case.name .. ': as expected\n')
end

local failed = false
for _, case in ipairs(cases) do
  local ok, why = pcall(try, case)
  if not ok then
    failed = true
    io.stderr:write(tostring(why) .. '\n')
  end
end
vim.cmd(failed and 'cquit' or 'qa!')
